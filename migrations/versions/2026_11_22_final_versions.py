"""Final versions of accepted abstracts, beside what was judged, and until when a call takes them.

Revision ID: 0015
Revises: 0014
Create Date: 2026-11-22 14:05:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("presenting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("final_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "final_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_final_versions_abstract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_versions")),
        sa.UniqueConstraint("abstract_id", name=op.f("uq_final_versions_abstract_id")),
    )
    op.create_table(
        "final_sections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("heading_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["heading_id"], ["call_headings.id"], name=op.f("fk_final_sections_heading_id")),
        sa.ForeignKeyConstraint(["version_id"], ["final_versions.id"], name=op.f("fk_final_sections_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_sections")),
        sa.UniqueConstraint("version_id", "heading_id", name=op.f("uq_final_sections_version_id")),
    )
    op.create_index(op.f("ix_final_sections_heading_id"), "final_sections", ["heading_id"], unique=False)


def downgrade() -> None:
    op.drop_table("final_sections")
    op.drop_table("final_versions")
    with op.batch_alter_table("presenting", schema=None) as batch_op:
        batch_op.drop_column("final_until")
