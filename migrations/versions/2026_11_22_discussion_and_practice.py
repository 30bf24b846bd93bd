"""Discussion under pseudonyms, totals of before, practice abstracts, and when a reviewer was last written to.

Revision ID: 0016
Revises: 0015
Create Date: 2026-11-22 13:30:00

"""

import random

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def upgrade() -> None:
    with op.batch_alter_table("reviewers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "pseudonyms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_pseudonyms_abstract_id")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_pseudonyms_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pseudonyms")),
        sa.UniqueConstraint("abstract_id", "name", name=op.f("uq_pseudonyms_abstract_id")),
        sa.UniqueConstraint("review_id", name=op.f("uq_pseudonyms_review_id")),
    )
    op.create_table(
        "discussions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_discussions_abstract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussions")),
        sa.UniqueConstraint("abstract_id", name=op.f("uq_discussions_abstract_id")),
    )
    op.create_table(
        "remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussions.id"], name=op.f("fk_remarks_discussion_id")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_remarks_review_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_remarks_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
    )
    op.create_index(op.f("ix_remarks_discussion_id"), "remarks", ["discussion_id"])
    op.create_index(op.f("ix_remarks_review_id"), "remarks", ["review_id"])
    op.create_table(
        "past_totals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_past_totals_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_totals")),
        sa.UniqueConstraint("review_id", "version", name=op.f("uq_past_totals_review_id")),
    )
    op.create_table(
        "training_abstracts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_training_abstracts_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_abstracts")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_training_abstracts_call_id")),
    )
    op.create_table(
        "training_scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 5", name=op.f("ck_training_scores_points_fit")),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training_abstracts.id"], name=op.f("fk_training_scores_training_id")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["reviewers.id"], name=op.f("fk_training_scores_reviewer_id")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criteria.id"], name=op.f("fk_training_scores_criterion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_scores")),
        sa.UniqueConstraint("training_id", "reviewer_id", "criterion_id", name=op.f("uq_training_scores_training_id")),
    )
    op.create_index(op.f("ix_training_scores_reviewer_id"), "training_scores", ["reviewer_id"])
    op.create_index(op.f("ix_training_scores_criterion_id"), "training_scores", ["criterion_id"])
    _name_those_submitted()


def _name_those_submitted() -> None:
    """Whoever has submitted a review has a pseudonym from then on; these came before there were any."""
    reviews = sa.table("reviews", sa.column("id"), sa.column("abstract_id"), sa.column("status"))
    rows = op.get_bind().execute(
        sa.select(reviews.c.abstract_id, reviews.c.id)
        .where(reviews.c.status == "submitted")
        .order_by(reviews.c.abstract_id, reviews.c.id)
    )
    by_abstract: dict[int, list[int]] = {}
    for abstract_id, review_id in rows:
        by_abstract.setdefault(abstract_id, []).append(review_id)
    pseudonyms = sa.table("pseudonyms", sa.column("abstract_id"), sa.column("review_id"), sa.column("name"))
    letters = [*LETTERS, *(first + second for first in LETTERS for second in LETTERS)]
    chance = random.SystemRandom()
    drawn = [
        {"abstract_id": abstract_id, "review_id": review_id, "name": f"Reviewer {name}"}
        for abstract_id, ids in by_abstract.items()
        for review_id, name in zip(ids, chance.sample(letters[: max(len(LETTERS), len(ids))], len(ids)), strict=True)
    ]
    if drawn:
        op.bulk_insert(pseudonyms, drawn)


def downgrade() -> None:
    for table in ("training_scores", "training_abstracts", "past_totals", "remarks", "discussions", "pseudonyms"):
        op.drop_table(table)
    with op.batch_alter_table("reviewers", schema=None) as batch_op:
        batch_op.drop_column("chased_at")
