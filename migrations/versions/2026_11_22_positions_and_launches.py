"""Positions, their launches, press access, and what comes after a launch.

Revision ID: 0013
Revises: 0012
Create Date: 2026-11-22 13:24:53.330293

"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "positions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "in approval",
                "approved",
                "scheduled",
                "live",
                "updated",
                "withdrawn",
                "archived",
                name="positionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "goal",
            sa.Enum(
                "standards",
                "time to lead",
                "learning and improvement",
                "fairness",
                "sustainability",
                name="goal",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_version", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_positions_withdrawn_when")
        ),
        sa.CheckConstraint(
            "public_version IS NOT NULL OR status IN ('draft', 'in approval', 'approved', 'withdrawn')",
            name=op.f("ck_positions_public_version_chosen"),
        ),
        sa.CheckConstraint(
            "public_version IS NULL OR public_version BETWEEN 1 AND version",
            name=op.f("ck_positions_public_version_exists"),
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_positions_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positions")),
        sa.UniqueConstraint("slug", name=op.f("uq_positions_slug")),
    )
    with op.batch_alter_table("positions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_positions_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "launches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "nation",
            sa.Enum(
                "england",
                "scotland",
                "wales",
                "northern ireland",
                "elsewhere",
                name="nation",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("champion_id", sa.Integer(), nullable=True),
        sa.Column("lifts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("breached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("terms", sa.String(), nullable=False),
        sa.Column("welsh_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(breached_at IS NULL) = (frozen_at IS NULL)", name=op.f("ck_launches_frozen_by_breach")),
        sa.CheckConstraint("scheduled_at IS NULL OR lifts_at IS NOT NULL", name=op.f("ck_launches_scheduled_for_when")),
        sa.ForeignKeyConstraint(["champion_id"], ["people.id"], name=op.f("fk_launches_champion_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_launches_event_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["people.id"], name=op.f("fk_launches_lead_id")),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_launches_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launches")),
        sa.UniqueConstraint("position_id", name=op.f("uq_launches_position_id")),
    )
    with op.batch_alter_table("launches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_launches_champion_id"), ["champion_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_launches_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_launches_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index("ix_launches_lifts_at", ["lifts_at"], unique=False)

    op.create_table(
        "position_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("en", "cy", name="language", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_position_answers_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_answers")),
    )
    with op.batch_alter_table("position_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_answers_position_id"), ["position_id"], unique=False)

    op.create_table(
        "position_approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_position_approvals_person_id")),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_position_approvals_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_approvals")),
        sa.UniqueConstraint("position_id", "version", "person_id", name="uq_position_approvals_person"),
        sa.UniqueConstraint("position_id", "version", "place", name=op.f("uq_position_approvals_position_id")),
    )
    with op.batch_alter_table("position_approvals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_approvals_person_id"), ["person_id"], unique=False)

    op.create_table(
        "position_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_position_comments_person_id")),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_position_comments_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_comments")),
    )
    with op.batch_alter_table("position_comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_comments_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_position_comments_position_id"), ["position_id"], unique=False)

    op.create_table(
        "position_coverage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_position_coverage_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_coverage")),
        sa.UniqueConstraint("position_id", "url", name=op.f("uq_position_coverage_position_id")),
    )
    op.create_table(
        "position_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_position_evidence_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_evidence")),
        sa.UniqueConstraint("position_id", "url", name=op.f("uq_position_evidence_position_id")),
    )
    op.create_table(
        "position_mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "launched",
                "discussed",
                "reiterated",
                name="mentionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_position_mentions_event_id")),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_position_mentions_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_mentions")),
        sa.UniqueConstraint("position_id", "event_id", "session", name=op.f("uq_position_mentions_position_id")),
    )
    with op.batch_alter_table("position_mentions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_mentions_event_id"), ["event_id"], unique=False)

    op.create_table(
        "position_nations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column(
            "nation",
            sa.Enum(
                "england",
                "scotland",
                "wales",
                "northern ireland",
                "elsewhere",
                name="nation",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_position_nations_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_nations")),
        sa.UniqueConstraint("position_id", "nation", name=op.f("uq_position_nations_position_id")),
    )
    op.create_table(
        "position_polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("options", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_position_polls_window_in_order")),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_position_polls_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_polls")),
    )
    with op.batch_alter_table("position_polls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_polls_position_id"), ["position_id"], unique=False)

    op.create_table(
        "position_reach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("en", "cy", name="language", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "reached",
            sa.Enum("visit", "download", name="reached", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_position_reach_times_count")),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_position_reach_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_reach")),
        sa.UniqueConstraint("position_id", "day", "language", "reached", name=op.f("uq_position_reach_position_id")),
    )
    op.create_table(
        "position_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("en", "cy", name="language", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("frame", sa.String(), nullable=False),
        sa.Column("key_lines", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_position_texts_version_counts")),
        sa.ForeignKeyConstraint(["paper_id"], ["stored_files.id"], name=op.f("fk_position_texts_paper_id")),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_position_texts_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_texts")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_position_texts_paper_id")),
        sa.UniqueConstraint("position_id", "version", "language", name=op.f("uq_position_texts_position_id")),
    )
    op.create_table(
        "spokespeople",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("speaks_welsh", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_spokespeople_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spokespeople")),
        sa.UniqueConstraint("position_id", "name", name=op.f("uq_spokespeople_position_id")),
    )
    op.create_table(
        "embargo_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("was", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["launch_id"], ["launches.id"], name=op.f("fk_embargo_moves_launch_id")),
        sa.ForeignKeyConstraint(["moved_by_id"], ["people.id"], name=op.f("fk_embargo_moves_moved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embargo_moves")),
    )
    with op.batch_alter_table("embargo_moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_embargo_moves_launch_id"), ["launch_id"], unique=False)

    op.create_table(
        "launch_assets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "press notice",
                "web summary",
                "social text",
                "slide",
                "member letter",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "language",
            sa.Enum("en", "cy", name="language", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("words <> '' OR file_id IS NOT NULL", name=op.f("ck_launch_assets_has_something")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_launch_assets_file_id")),
        sa.ForeignKeyConstraint(["launch_id"], ["launches.id"], name=op.f("fk_launch_assets_launch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_assets")),
        sa.UniqueConstraint("file_id", name=op.f("uq_launch_assets_file_id")),
        sa.UniqueConstraint("launch_id", "channel", "language", name=op.f("uq_launch_assets_launch_id")),
    )
    op.create_table(
        "launch_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["done_by_id"], ["people.id"], name=op.f("fk_launch_steps_done_by_id")),
        sa.ForeignKeyConstraint(["launch_id"], ["launches.id"], name=op.f("fk_launch_steps_launch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_steps")),
    )
    with op.batch_alter_table("launch_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_launch_steps_launch_id"), ["launch_id"], unique=False)

    op.create_table(
        "poll_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("choice >= 0", name=op.f("ck_poll_answers_choice_counts")),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_poll_answers_membership_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["position_polls.id"], name=op.f("fk_poll_answers_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_answers")),
        sa.UniqueConstraint("poll_id", "membership_id", name=op.f("uq_poll_answers_poll_id")),
    )
    with op.batch_alter_table("poll_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_answers_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "press_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("copy_number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("press", "partner", name="guestkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("terms", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(accepted_at IS NULL) = (terms = '')", name=op.f("ck_press_grants_terms_kept")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["people.id"], name=op.f("fk_press_grants_invited_by_id")),
        sa.ForeignKeyConstraint(["launch_id"], ["launches.id"], name=op.f("fk_press_grants_launch_id")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["people.id"], name=op.f("fk_press_grants_revoked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_grants")),
        sa.UniqueConstraint("launch_id", "copy_number", name="uq_press_grants_copy_number"),
        sa.UniqueConstraint("launch_id", "email_key", name=op.f("uq_press_grants_launch_id")),
    )
    with op.batch_alter_table("press_grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_press_grants_email_key"), ["email_key"], unique=False)

    op.create_table(
        "press_openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "opened",
            sa.Enum(
                "terms", "page", "paper", "asset", name="opened", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("thing_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["grant_id"], ["press_grants.id"], name=op.f("fk_press_openings_grant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_openings")),
    )
    with op.batch_alter_table("press_openings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_press_openings_grant_id"), ["grant_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("press_openings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_press_openings_grant_id"))

    op.drop_table("press_openings")
    with op.batch_alter_table("press_grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_press_grants_email_key"))

    op.drop_table("press_grants")
    with op.batch_alter_table("poll_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_answers_membership_id"))

    op.drop_table("poll_answers")
    with op.batch_alter_table("launch_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_launch_steps_launch_id"))

    op.drop_table("launch_steps")
    op.drop_table("launch_assets")
    with op.batch_alter_table("embargo_moves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_embargo_moves_launch_id"))

    op.drop_table("embargo_moves")
    op.drop_table("spokespeople")
    op.drop_table("position_texts")
    op.drop_table("position_reach")
    with op.batch_alter_table("position_polls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_polls_position_id"))

    op.drop_table("position_polls")
    op.drop_table("position_nations")
    with op.batch_alter_table("position_mentions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_mentions_event_id"))

    op.drop_table("position_mentions")
    op.drop_table("position_evidence")
    op.drop_table("position_coverage")
    with op.batch_alter_table("position_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_comments_position_id"))
        batch_op.drop_index(batch_op.f("ix_position_comments_person_id"))

    op.drop_table("position_comments")
    with op.batch_alter_table("position_approvals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_approvals_person_id"))

    op.drop_table("position_approvals")
    with op.batch_alter_table("position_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_answers_position_id"))

    op.drop_table("position_answers")
    with op.batch_alter_table("launches", schema=None) as batch_op:
        batch_op.drop_index("ix_launches_lifts_at")
        batch_op.drop_index(batch_op.f("ix_launches_lead_id"))
        batch_op.drop_index(batch_op.f("ix_launches_event_id"))
        batch_op.drop_index(batch_op.f("ix_launches_champion_id"))

    op.drop_table("launches")
    with op.batch_alter_table("positions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_positions_owner_id"))

    op.drop_table("positions")
