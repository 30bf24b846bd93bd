"""Calls for abstracts, what was sent to them, and what guards their blindness.

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-22 10:03:11.405952

"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def words(name: str, among: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*among, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("introduction", sa.String(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("editing", words("editing", ("locked on submission", "open to the deadline")), nullable=False),
        sa.Column("title_letters", sa.Integer(), nullable=False),
        sa.Column("word_limit", sa.Integer(), nullable=False),
        sa.Column("conflict_word_limit", sa.Integer(), nullable=False),
        sa.Column("coauthor_limit", sa.Integer(), nullable=False),
        sa.Column("keyword_limit", sa.Integer(), nullable=False),
        sa.Column("takes_figure", sa.Boolean(), nullable=False),
        sa.Column("takes_table", sa.Boolean(), nullable=False),
        sa.Column("offers_oral", sa.Boolean(), nullable=False),
        sa.Column("offers_poster", sa.Boolean(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("reviews_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decisions_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accept_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("register_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supplement_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("embargo_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("offers_oral OR offers_poster", name=op.f("ck_calls_offers_something")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_calls_window_in_order")),
        sa.CheckConstraint(
            "title_letters > 0 AND word_limit > 0 AND conflict_word_limit >= 0"
            " AND coauthor_limit >= 0 AND keyword_limit >= 0",
            name=op.f("ck_calls_limits_fit"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_calls_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("event_id", "slug", name=op.f("uq_calls_event_id")),
    )
    op.create_table(
        "abstract_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_abstract_messages_by_id")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_abstract_messages_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abstract_messages")),
    )
    with op.batch_alter_table("abstract_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_abstract_messages_call_id"), ["call_id"], unique=False)

    op.create_table(
        "call_categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_categories_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_categories")),
        sa.UniqueConstraint("call_id", "name", name=op.f("uq_call_categories_call_id")),
    )
    op.create_table(
        "call_headings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("word_limit", sa.Integer(), nullable=True),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("word_limit IS NULL OR word_limit > 0", name=op.f("ck_call_headings_limit_fits")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_headings_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_headings")),
        sa.UniqueConstraint("call_id", "name", name=op.f("uq_call_headings_call_id")),
    )
    op.create_table(
        "call_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("asked_as", words("askedas", ("words", "choice", "tick")), nullable=False),
        sa.Column("options", sa.String(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("is_for_reviewers", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_questions_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_questions")),
        sa.UniqueConstraint("call_id", "label", name=op.f("uq_call_questions_call_id")),
    )
    op.create_table(
        "late_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("0 <= used AND used <= uses", name=op.f("ck_late_entries_not_overused")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_late_entries_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_entries")),
        sa.UniqueConstraint("call_id", "code", name=op.f("uq_late_entries_call_id")),
    )
    op.create_table(
        "abstracts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("late_entry_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            words(
                "abstractstatus",
                (
                    "draft",
                    "submitted",
                    "withdrawn",
                    "in review",
                    "decided",
                    "accepted",
                    "declined",
                    "waitlisted",
                    "presented",
                    "published",
                ),
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("preference", words("preference", ("poster", "oral or poster")), nullable=True),
        sa.Column("keywords", sa.String(), nullable=False),
        sa.Column("ethics", words("ethics", ("approved", "not needed")), nullable=True),
        sa.Column("ethics_reference", sa.String(), nullable=False),
        sa.Column("consent", words("patientconsent", ("given", "not needed")), nullable=True),
        sa.Column("conflicts", sa.String(), nullable=False),
        sa.Column("funding", sa.String(), nullable=False),
        sa.Column("lead", words("lead", ("student", "trainee", "neither")), nullable=True),
        sa.Column(
            "nation", words("nation", ("england", "scotland", "wales", "northern ireland", "elsewhere")), nullable=True
        ),
        sa.Column("licence_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", words("decision", ("oral", "poster", "declined", "waitlisted")), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("poster_key", sa.String(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("compared_version", sa.Integer(), nullable=False),
        sa.Column("source_ref", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(decision IS NOT NULL) OR status NOT IN"
            " ('decided', 'accepted', 'declined', 'waitlisted', 'presented', 'published')",
            name=op.f("ck_abstracts_decided_once"),
        ),
        sa.CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_abstracts_withdrawn_when")
        ),
        sa.CheckConstraint(
            "status = 'draft' OR status = 'withdrawn' OR submitted_at IS NOT NULL",
            name=op.f("ck_abstracts_submitted_once"),
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_abstracts_call_id")),
        sa.ForeignKeyConstraint(["category_id"], ["call_categories.id"], name=op.f("fk_abstracts_category_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_abstracts_event_id")),
        sa.ForeignKeyConstraint(["late_entry_id"], ["late_entries.id"], name=op.f("fk_abstracts_late_entry_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["abstracts.id"], name=op.f("fk_abstracts_merged_into_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_abstracts_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abstracts")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_abstracts_call_id")),
        sa.UniqueConstraint("event_id", "poster_key", name=op.f("uq_abstracts_event_id")),
    )
    with op.batch_alter_table("abstracts", schema=None) as batch_op:
        batch_op.create_index("ix_abstracts_call_id_status", ["call_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_abstracts_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_abstracts_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            "uq_abstracts_source",
            ["call_id", "source_ref"],
            unique=True,
            sqlite_where=sa.text("source_ref <> ''"),
            postgresql_where=sa.text("source_ref <> ''"),
        )

    op.create_table(
        "abstract_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_abstract_answers_abstract_id")),
        sa.ForeignKeyConstraint(["question_id"], ["call_questions.id"], name=op.f("fk_abstract_answers_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abstract_answers")),
        sa.UniqueConstraint("abstract_id", "question_id", name=op.f("uq_abstract_answers_abstract_id")),
    )
    with op.batch_alter_table("abstract_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_abstract_answers_question_id"), ["question_id"], unique=False)

    op.create_table(
        "abstract_authors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("given_names", sa.String(), nullable=False),
        sa.Column("surname", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("orcid", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("second_organisation", sa.String(), nullable=False),
        sa.Column("is_presenter", sa.Boolean(), nullable=False),
        sa.Column("is_corresponding", sa.Boolean(), nullable=False),
        sa.Column("agreement", words("agreement", ("waiting", "confirmed", "declined")), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_abstract_authors_abstract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abstract_authors")),
        sa.UniqueConstraint("abstract_id", "email_key", name=op.f("uq_abstract_authors_abstract_id")),
    )
    with op.batch_alter_table("abstract_authors", schema=None) as batch_op:
        batch_op.create_index("ix_abstract_authors_email_key", ["email_key"], unique=False)
        batch_op.create_index(
            "uq_abstract_authors_corresponding",
            ["abstract_id"],
            unique=True,
            sqlite_where=sa.text("is_corresponding"),
            postgresql_where=sa.text("is_corresponding"),
        )
        batch_op.create_index(
            "uq_abstract_authors_presenter",
            ["abstract_id"],
            unique=True,
            sqlite_where=sa.text("is_presenter"),
            postgresql_where=sa.text("is_presenter"),
        )

    op.create_table(
        "abstract_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("exhibit", words("exhibit", ("figure", "table")), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("removed", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_abstract_files_abstract_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_abstract_files_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abstract_files")),
        sa.UniqueConstraint("abstract_id", "exhibit", name=op.f("uq_abstract_files_abstract_id")),
        sa.UniqueConstraint("file_id", name=op.f("uq_abstract_files_file_id")),
    )
    op.create_table(
        "abstract_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("is_hint", sa.Boolean(), nullable=False),
        sa.Column("state", words("flagged", ("open", "harmless", "redacted")), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_abstract_findings_abstract_id")),
        sa.ForeignKeyConstraint(["judged_by_id"], ["people.id"], name=op.f("fk_abstract_findings_judged_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abstract_findings")),
        sa.UniqueConstraint("abstract_id", "field", "start", "kind", name=op.f("uq_abstract_findings_abstract_id")),
    )
    op.create_table(
        "abstract_likenesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("per_mille", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_abstract_likenesses_once_each")),
        sa.CheckConstraint("per_mille BETWEEN 0 AND 1000", name=op.f("ck_abstract_likenesses_share_fits")),
        sa.ForeignKeyConstraint(["first_id"], ["abstracts.id"], name=op.f("fk_abstract_likenesses_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["abstracts.id"], name=op.f("fk_abstract_likenesses_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abstract_likenesses")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_abstract_likenesses_first_id")),
    )
    with op.batch_alter_table("abstract_likenesses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_abstract_likenesses_second_id"), ["second_id"], unique=False)

    op.create_table(
        "abstract_redactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("of_version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_abstract_redactions_abstract_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_abstract_redactions_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abstract_redactions")),
        sa.UniqueConstraint("abstract_id", "field", name=op.f("uq_abstract_redactions_abstract_id")),
    )
    op.create_table(
        "abstract_sections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("heading_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_abstract_sections_abstract_id")),
        sa.ForeignKeyConstraint(["heading_id"], ["call_headings.id"], name=op.f("fk_abstract_sections_heading_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abstract_sections")),
        sa.UniqueConstraint("abstract_id", "heading_id", name=op.f("uq_abstract_sections_abstract_id")),
    )
    with op.batch_alter_table("abstract_sections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_abstract_sections_heading_id"), ["heading_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("abstract_sections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_abstract_sections_heading_id"))

    op.drop_table("abstract_sections")
    op.drop_table("abstract_redactions")
    with op.batch_alter_table("abstract_likenesses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_abstract_likenesses_second_id"))

    op.drop_table("abstract_likenesses")
    op.drop_table("abstract_findings")
    op.drop_table("abstract_files")
    with op.batch_alter_table("abstract_authors", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_abstract_authors_presenter",
            sqlite_where=sa.text("is_presenter"),
            postgresql_where=sa.text("is_presenter"),
        )
        batch_op.drop_index(
            "uq_abstract_authors_corresponding",
            sqlite_where=sa.text("is_corresponding"),
            postgresql_where=sa.text("is_corresponding"),
        )
        batch_op.drop_index("ix_abstract_authors_email_key")

    op.drop_table("abstract_authors")
    with op.batch_alter_table("abstract_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_abstract_answers_question_id"))

    op.drop_table("abstract_answers")
    with op.batch_alter_table("abstracts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_abstracts_source",
            sqlite_where=sa.text("source_ref <> ''"),
            postgresql_where=sa.text("source_ref <> ''"),
        )
        batch_op.drop_index(batch_op.f("ix_abstracts_owner_id"))
        batch_op.drop_index(batch_op.f("ix_abstracts_merged_into_id"))
        batch_op.drop_index("ix_abstracts_call_id_status")

    op.drop_table("abstracts")
    op.drop_table("late_entries")
    op.drop_table("call_questions")
    op.drop_table("call_headings")
    op.drop_table("call_categories")
    with op.batch_alter_table("abstract_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_abstract_messages_call_id"))

    op.drop_table("abstract_messages")
    op.drop_table("calls")
