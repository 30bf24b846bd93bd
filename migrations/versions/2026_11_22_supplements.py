"""The supplement of a call's accepted abstracts, and what it says of each.

Revision ID: 0017
Revises: 0016
Create Date: 2026-11-22 13:29:01.971641

"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("journal", sa.String(), nullable=False),
        sa.Column("issn", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("volume", sa.String(), nullable=False),
        sa.Column("issue", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("year IS NULL OR year BETWEEN 1900 AND 2999", name=op.f("ck_supplements_year_is_one")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_supplements_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplements")),
        sa.UniqueConstraint("call_id", name=op.f("uq_supplements_call_id")),
    )
    op.create_table(
        "supplement_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("doi", sa.String(), nullable=False),
        sa.Column("prize", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice", sa.String(), nullable=False),
        sa.CheckConstraint(
            "retracted_at IS NULL OR (published_at IS NOT NULL AND notice <> '')",
            name=op.f("ck_supplement_entries_retraction_told"),
        ),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_supplement_entries_abstract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_entries")),
        sa.UniqueConstraint("abstract_id", name=op.f("uq_supplement_entries_abstract_id")),
    )


def downgrade() -> None:
    op.drop_table("supplement_entries")
    op.drop_table("supplements")
