"""What the desk reads of scans: the event's newest first, and the conflicts that somebody has looked at.

Revision ID: 0024
Revises: 0023
Create Date: 2026-11-22 17:20:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conflicts_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_conflicts_seen_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_conflicts_seen_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts_seen")),
        sa.UniqueConstraint("event_id", "about", "why", name=op.f("uq_conflicts_seen_event_id")),
    )
    op.create_index(op.f("ix_conflicts_seen_by_id"), "conflicts_seen", ["by_id"])
    op.create_index("ix_scans_event_id_id", "scans", ["event_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_scans_event_id_id", table_name="scans")
    op.drop_index(op.f("ix_conflicts_seen_by_id"), table_name="conflicts_seen")
    op.drop_table("conflicts_seen")
