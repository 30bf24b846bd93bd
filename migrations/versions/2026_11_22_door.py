"""the door: codes that were replaced, and what a device says of its scans

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22 01:50:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revoked_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_revoked_codes_event_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_revoked_codes_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revoked_codes")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_revoked_codes_event_id")),
    )
    with op.batch_alter_table("revoked_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revoked_codes_ticket_id"), ["ticket_id"], unique=False)

    # Not in a batch: SQLite would make the table anew, without the triggers that guard it.
    op.add_column("scans", sa.Column("device", sa.String(), nullable=True))
    op.add_column("scans", sa.Column("counter", sa.Integer(), nullable=True))
    op.add_column("scans", sa.Column("device_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for column in ("device_at", "counter", "device"):
        op.drop_column("scans", column)
    with op.batch_alter_table("revoked_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revoked_codes_ticket_id"))

    op.drop_table("revoked_codes")
