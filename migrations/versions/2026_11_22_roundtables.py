"""Roundtables, whom they ask, their papers and their note; and events by invitation.

Revision ID: 0021
Revises: 0020
Create Date: 2026-11-22 14:20:35.391353

"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


VISIBILITY = "ck_events_visibility"
BEFORE = ("draft", "public", "unlisted")


def upgrade() -> None:
    _let_events_be((*BEFORE, "invited"))
    op.create_table(
        "roundtables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("is_unattributed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("note_version", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs_removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("approved_at IS NULL OR note <> ''", name=op.f("ck_roundtables_approved_words")),
        sa.CheckConstraint("seats > 0 AND 0 <= taken AND taken <= seats", name=op.f("ck_roundtables_seats_enough")),
        sa.CheckConstraint(
            "shared_at IS NULL OR approved_at IS NOT NULL", name=op.f("ck_roundtables_shared_once_approved")
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["people.id"], name=op.f("fk_roundtables_approved_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_roundtables_event_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_roundtables_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roundtables")),
        sa.UniqueConstraint("event_id", name=op.f("uq_roundtables_event_id")),
    )
    with op.batch_alter_table("roundtables", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roundtables_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "invitees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roundtable_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
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
        sa.Column(
            "sector",
            sa.Enum(
                "NHS trust",
                "primary care",
                "integrated care",
                "government",
                "university",
                "royal college",
                "charity",
                "other",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "student",
                "foundation",
                "early specialty training",
                "higher specialty training",
                "consultant",
                "gp",
                "sas",
                "medical director",
                "other",
                name="careerstage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "listed",
                "invited",
                "accepted",
                "reserve",
                "declined",
                "released",
                name="inviteestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status = 'listed' OR invited_at IS NOT NULL OR status = 'released'", name=op.f("ck_invitees_invited_first")
        ),
        sa.CheckConstraint("wave > 0", name=op.f("ck_invitees_wave_counts")),
        sa.ForeignKeyConstraint(["roundtable_id"], ["roundtables.id"], name=op.f("fk_invitees_roundtable_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitees")),
        sa.UniqueConstraint("key", name=op.f("uq_invitees_key")),
        sa.UniqueConstraint("roundtable_id", "email_key", name=op.f("uq_invitees_roundtable_id")),
    )
    with op.batch_alter_table("invitees", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitees_email_key"), ["email_key"], unique=False)
        batch_op.create_index(
            "ix_invitees_reserves",
            ["roundtable_id", "answered_at"],
            unique=False,
            sqlite_where=sa.text("status = 'reserve'"),
            postgresql_where=sa.text("status = 'reserve'"),
        )

    op.create_table(
        "roundtable_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roundtable_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtables.id"], name=op.f("fk_roundtable_actions_roundtable_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roundtable_actions")),
    )
    with op.batch_alter_table("roundtable_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roundtable_actions_roundtable_id"), ["roundtable_id"], unique=False)

    op.create_table(
        "roundtable_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roundtable_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_roundtable_papers_file_id")),
        sa.ForeignKeyConstraint(["roundtable_id"], ["roundtables.id"], name=op.f("fk_roundtable_papers_roundtable_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roundtable_papers")),
        sa.UniqueConstraint("file_id", name=op.f("uq_roundtable_papers_file_id")),
    )
    with op.batch_alter_table("roundtable_papers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roundtable_papers_roundtable_id"), ["roundtable_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("roundtable_papers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roundtable_papers_roundtable_id"))

    op.drop_table("roundtable_papers")
    with op.batch_alter_table("roundtable_actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roundtable_actions_roundtable_id"))

    op.drop_table("roundtable_actions")
    with op.batch_alter_table("invitees", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_invitees_reserves",
            sqlite_where=sa.text("status = 'reserve'"),
            postgresql_where=sa.text("status = 'reserve'"),
        )
        batch_op.drop_index(batch_op.f("ix_invitees_email_key"))

    op.drop_table("invitees")
    with op.batch_alter_table("roundtables", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roundtables_owner_id"))

    op.drop_table("roundtables")
    op.execute("UPDATE events SET visibility = 'draft' WHERE visibility = 'invited'")
    _let_events_be(BEFORE)


def _let_events_be(visibilities: tuple[str, ...]) -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(VISIBILITY), type_="check")
        batch_op.create_check_constraint(op.f(VISIBILITY), sa.column("visibility").in_(visibilities))
