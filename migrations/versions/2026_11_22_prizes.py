"""Prizes of a call and their winners, and where those who chair abstracts work.

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-22 13:50:00.000000

"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chair_workplaces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("second_organisation", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_chair_workplaces_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_chair_workplaces_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chair_workplaces")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_chair_workplaces_event_id")),
    )
    with op.batch_alter_table("chair_workplaces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chair_workplaces_person_id"), ["person_id"], unique=False)

    leads = sa.Enum("student", "trainee", "neither", name="lead", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "prizes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lead", leads, nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("winner_id", sa.Integer(), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "announced_at IS NULL OR winner_id IS NOT NULL", name=op.f("ck_prizes_announced_with_winner")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_prizes_call_id")),
        sa.ForeignKeyConstraint(["question_id"], ["call_questions.id"], name=op.f("fk_prizes_question_id")),
        sa.ForeignKeyConstraint(["winner_id"], ["abstracts.id"], name=op.f("fk_prizes_winner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prizes")),
        sa.UniqueConstraint("call_id", "name", name=op.f("uq_prizes_call_id")),
    )
    with op.batch_alter_table("prizes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prizes_question_id"), ["question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_prizes_winner_id"), ["winner_id"], unique=False)


def downgrade() -> None:
    op.drop_table("prizes")
    op.drop_table("chair_workplaces")
