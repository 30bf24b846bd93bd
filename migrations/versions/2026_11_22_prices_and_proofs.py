"""Prices by category and period; proofs of a category.

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-22 04:34:20.476669

"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CATEGORIES = (
    "standard",
    "member doctor or dentist",
    "fellow",
    "member of another profession",
    "member trainee",
    "member student",
    "doctor or dentist",
    "trainee",
    "student",
    "public sector or charity",
    "commercial",
    "low-income country",
    "patient or carer partner",
    "issued",
    "bursary",
)
PROOFS = ("not needed", "waiting", "sent", "accepted", "refused")


def category() -> sa.Enum:
    return sa.Enum(*CATEGORIES, name="category", native_enum=False, create_constraint=True, length=32)


def among(column: str, words: tuple[str, ...]) -> str:
    return "{} IN ({})".format(column, ", ".join(f"'{word}'" for word in words))


def upgrade() -> None:
    op.create_table(
        "price_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_price_periods_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_periods")),
        sa.UniqueConstraint("event_id", "ends_at", name=op.f("uq_price_periods_event_id")),
    )
    op.create_table(
        "prices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("category", category(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_prices_not_negative")),
        sa.ForeignKeyConstraint(["period_id"], ["price_periods.id"], name=op.f("fk_prices_period_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_prices_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prices")),
        sa.UniqueConstraint("product_id", "category", "period_id", name=op.f("uq_prices_product_id")),
    )
    with op.batch_alter_table("prices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prices_period_id"), ["period_id"], unique=False)

    op.create_table(
        "proofs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("right_category", category(), nullable=True),
        sa.Column("difference_pence", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("difference_pence >= 0", name=op.f("ck_proofs_difference_not_negative")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_proofs_decided_by_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_proofs_file_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_proofs_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proofs")),
    )
    with op.batch_alter_table("proofs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proofs_ticket_id"), ["ticket_id"], unique=False)

    # Old code, at work until it is replaced, adds rows without these.
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("category", sa.String(length=32), server_default="standard", nullable=False))
        batch_op.create_check_constraint(op.f("ck_order_lines_category"), among("category", CATEGORIES))
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proof", sa.String(length=32), server_default="not needed", nullable=False))
        batch_op.create_check_constraint(op.f("ck_tickets_proofstatus"), among("proof", PROOFS))


def downgrade() -> None:
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_tickets_proofstatus"), type_="check")
        batch_op.drop_column("proof")

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_order_lines_category"), type_="check")
        batch_op.drop_column("category")

    with op.batch_alter_table("proofs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proofs_ticket_id"))

    op.drop_table("proofs")
    with op.batch_alter_table("prices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prices_period_id"))

    op.drop_table("prices")
    op.drop_table("price_periods")
