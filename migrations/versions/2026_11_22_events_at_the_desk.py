"""An event's words in Welsh, its version, and the form that made it.

Revision ID: 0020
Revises: 0019
Create Date: 2026-11-22 15:00:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

WELSH = ("name_cy", "summary_cy", "getting_in_cy")


def upgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("form_key", sa.String(), nullable=True))
        for name in WELSH:
            batch_op.add_column(sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False))
        batch_op.create_unique_constraint(batch_op.f("uq_events_form_key"), ["form_key"])


def downgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_events_form_key"), type_="unique")
        for name in (*WELSH, "form_key", "version"):
            batch_op.drop_column(name)
