"""A yes to an exhibitor is to one version of its promise, and says whether it covers the job role.

Revision ID: 0027
Revises: 0026
Create Date: 2026-11-22 20:30:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("exhibitors", schema=None) as batch_op:
        batch_op.add_column(sa.Column("promise_version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    with op.batch_alter_table("sharing_answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("promise_version", sa.Integer(), server_default=sa.text("1"), nullable=False))
        batch_op.add_column(sa.Column("covers_role", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("sharing_answers", schema=None) as batch_op:
        batch_op.drop_column("covers_role")
        batch_op.drop_column("promise_version")
    with op.batch_alter_table("exhibitors", schema=None) as batch_op:
        batch_op.drop_column("promise_version")
