"""Reviewers, what they know and want, who is in conflict, the rubric, and reviews with their scores.

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-22 10:36:56.509623

"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


TIES = (
    "author",
    "wrote it",
    "same organisation",
    "same mail domain",
    "wrote together before",
    "declared by the reviewer",
    "declared by an author",
    "set by the chair",
)


def words(name: str, among: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*among, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("released_at", sa.DateTime(timezone=True), nullable=True))

    op.create_table(
        "decision_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("decision", words("decision", ("oral", "poster", "declined", "waitlisted")), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_decision_letters_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_letters")),
        sa.UniqueConstraint("call_id", "decision", name=op.f("uq_decision_letters_call_id")),
    )
    op.create_table(
        "reviewers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("stance", words("stance", ("invited", "reviewing", "declined", "ended")), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("second_organisation", sa.String(), nullable=False),
        sa.Column("interests", sa.String(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("0 <= least AND least <= most", name=op.f("ck_reviewers_load_in_order")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_reviewers_call_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reviewers_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewers")),
        sa.UniqueConstraint("call_id", "person_id", name=op.f("uq_reviewers_call_id")),
    )
    with op.batch_alter_table("reviewers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviewers_person_id"), ["person_id"], unique=False)

    op.create_table(
        "rubrics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("reviews_each", sa.Integer(), nullable=False),
        sa.Column("least_reviews", sa.Integer(), nullable=False),
        sa.Column("oral_from", sa.Integer(), nullable=False),
        sa.Column("poster_from", sa.Integer(), nullable=False),
        sa.Column("wide_from", sa.Integer(), nullable=False),
        sa.Column("oral_slots", sa.Integer(), nullable=False),
        sa.Column("poster_boards", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 < least_reviews AND least_reviews <= reviews_each", name=op.f("ck_rubrics_reviews_in_order")
        ),
        sa.CheckConstraint("0 <= poster_from AND poster_from <= oral_from", name=op.f("ck_rubrics_lines_in_order")),
        sa.CheckConstraint(
            "wide_from > 0 AND oral_slots >= 0 AND poster_boards >= 0", name=op.f("ck_rubrics_numbers_fit")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_rubrics_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubrics")),
        sa.UniqueConstraint("call_id", name=op.f("uq_rubrics_call_id")),
    )
    op.create_table(
        "criteria",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rubric_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("breaks_ties", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubrics.id"], name=op.f("fk_criteria_rubric_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria")),
        sa.UniqueConstraint("rubric_id", "name", name=op.f("uq_criteria_rubric_id")),
    )
    with op.batch_alter_table("criteria", schema=None) as batch_op:
        batch_op.create_index(
            "uq_criteria_tie",
            ["rubric_id"],
            unique=True,
            sqlite_where=sa.text("breaks_ties"),
            postgresql_where=sa.text("breaks_ties"),
        )

    op.create_table(
        "reviewer_expertise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name=op.f("ck_reviewer_expertise_level_fits")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["call_categories.id"], name=op.f("fk_reviewer_expertise_category_id")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["reviewers.id"], name=op.f("fk_reviewer_expertise_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewer_expertise")),
        sa.UniqueConstraint("reviewer_id", "category_id", name=op.f("uq_reviewer_expertise_reviewer_id")),
    )
    with op.batch_alter_table("reviewer_expertise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviewer_expertise_category_id"), ["category_id"], unique=False)

    op.create_table(
        "bids",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("wish", words("wish", ("eager", "willing", "reluctant")), nullable=False),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_bids_abstract_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["reviewers.id"], name=op.f("fk_bids_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bids")),
        sa.UniqueConstraint("reviewer_id", "abstract_id", name=op.f("uq_bids_reviewer_id")),
    )
    with op.batch_alter_table("bids", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bids_abstract_id"), ["abstract_id"], unique=False)

    op.create_table(
        "conflicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tie", words("tie", TIES), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("NOT (is_pinned AND lifted_at IS NOT NULL)", name=op.f("ck_conflicts_pinned_or_lifted")),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_conflicts_abstract_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_conflicts_by_id")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["people.id"], name=op.f("fk_conflicts_lifted_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_conflicts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
        sa.UniqueConstraint("abstract_id", "person_id", "tie", name=op.f("uq_conflicts_abstract_id")),
    )
    with op.batch_alter_table("conflicts", schema=None) as batch_op:
        batch_op.create_index("ix_conflicts_person_id", ["person_id"], unique=False)

    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("status", words("reviewstatus", ("assigned", "started", "submitted", "declined")), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("to_authors", sa.String(), nullable=False),
        sa.Column("to_chair", sa.String(), nullable=False),
        sa.Column("concern", words("concern", ("knows who wrote it", "ethics")), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'submitted') = (submitted_at IS NOT NULL)", name=op.f("ck_reviews_submitted_when")
        ),
        sa.CheckConstraint("confidence IS NULL OR confidence BETWEEN 1 AND 3", name=op.f("ck_reviews_confidence_fits")),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_reviews_abstract_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["reviewers.id"], name=op.f("fk_reviews_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("abstract_id", "reviewer_id", name=op.f("uq_reviews_abstract_id")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviews_reviewer_id"), ["reviewer_id"], unique=False)

    op.create_table(
        "scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 5", name=op.f("ck_scores_points_fit")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criteria.id"], name=op.f("fk_scores_criterion_id")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_scores_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scores")),
        sa.UniqueConstraint("review_id", "criterion_id", name=op.f("uq_scores_review_id")),
    )
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scores_criterion_id"), ["criterion_id"], unique=False)


def downgrade() -> None:
    op.drop_table("decision_letters")
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_column("released_at")

    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scores_criterion_id"))

    op.drop_table("scores")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_reviewer_id"))

    op.drop_table("reviews")
    with op.batch_alter_table("conflicts", schema=None) as batch_op:
        batch_op.drop_index("ix_conflicts_person_id")

    op.drop_table("conflicts")
    with op.batch_alter_table("bids", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bids_abstract_id"))

    op.drop_table("bids")
    with op.batch_alter_table("reviewer_expertise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviewer_expertise_category_id"))

    op.drop_table("reviewer_expertise")
    with op.batch_alter_table("criteria", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_criteria_tie", sqlite_where=sa.text("breaks_ties"), postgresql_where=sa.text("breaks_ties")
        )

    op.drop_table("criteria")
    op.drop_table("rubrics")
    with op.batch_alter_table("reviewers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviewers_person_id"))

    op.drop_table("reviewers")
