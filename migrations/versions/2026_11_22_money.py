"""Holds, tills, payments, refunds, disputes and notices.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-22 01:52:12.962181

"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


BEFORE = ("confirmed", "cancelled")
NOW = ("held", "awaiting payment", "confirmed", "expired", "cancelled")


def among(words: tuple[str, ...]) -> str:
    return "status IN ({})".format(", ".join(f"'{word}'" for word in words))


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_notices_notice_id")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_settled_at"), ["settled_at"], unique=False)

    op.create_table(
        "tills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "opening",
                "open",
                "waiting",
                "paid",
                "shut",
                name="tillstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("session_id", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_tills_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tills")),
        sa.UniqueConstraint("key", name=op.f("uq_tills_key")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_tills_order_id")),
        sa.UniqueConstraint("session_id", name=op.f("uq_tills_session_id")),
    )
    with op.batch_alter_table("tills", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tills_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_tills_live",
            ["order_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('opening', 'open', 'waiting')"),
            postgresql_where=sa.text("status IN ('opening', 'open', 'waiting')"),
        )

    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("till_id", sa.Integer(), nullable=True),
        sa.Column("intent_id", sa.String(), nullable=False),
        sa.Column("charge_id", sa.String(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("refunded_pence", sa.Integer(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.CheckConstraint(
            "refunded_pence >= 0 AND refunded_pence <= amount_pence", name=op.f("ck_payments_refunds_within")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payments_order_id")),
        sa.ForeignKeyConstraint(["till_id"], ["tills.id"], name=op.f("fk_payments_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("charge_id", name=op.f("uq_payments_charge_id")),
        sa.UniqueConstraint("intent_id", name=op.f("uq_payments_intent_id")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payments_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payments_till_id"), ["till_id"], unique=False)

    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.String(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_disputes_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("dispute_id", name=op.f("uq_disputes_dispute_id")),
    )
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disputes_payment_id"), ["payment_id"], unique=False)

    op.create_table(
        "refunds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("refund_id", sa.String(), nullable=True),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "late",
                "twice",
                "wrong amount",
                "asked",
                "outside",
                name="refundreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "wanted",
                "pending",
                "done",
                "failed",
                name="refundstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.CheckConstraint("amount_pence > 0", name=op.f("ck_refunds_amount_positive")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_refunds_by_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("key", name=op.f("uq_refunds_key")),
        sa.UniqueConstraint("refund_id", name=op.f("uq_refunds_refund_id")),
    )
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refunds_payment_id"), ["payment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refunds_status"), ["status"], unique=False)

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("currency", sa.String(), nullable=False, server_default="gbp"))
        batch_op.add_column(sa.Column("terms", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("hold_ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("kept_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_orders_kept_until", ["status", "kept_until"], unique=False)
        batch_op.drop_constraint(op.f("ck_orders_orderstatus"), type_="check")
        batch_op.create_check_constraint(op.f("ck_orders_orderstatus"), among(NOW))
        batch_op.create_check_constraint(op.f("ck_orders_one_currency"), "currency = 'gbp'")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.alter_column("currency", server_default=None)
        batch_op.alter_column("terms", server_default=None)

    with op.batch_alter_table("quotas", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held", sa.Integer(), nullable=False, server_default="0"))
        batch_op.drop_constraint(op.f("ck_quotas_not_oversold"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_quotas_not_oversold"), "sold >= 0 AND held >= 0 AND sold + held <= capacity"
        )
    with op.batch_alter_table("quotas", schema=None) as batch_op:
        batch_op.alter_column("held", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("quotas", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_quotas_not_oversold"), type_="check")
        batch_op.drop_column("held")
        batch_op.create_check_constraint(op.f("ck_quotas_not_oversold"), "sold >= 0 AND sold <= capacity")

    # What the older program has no word for was never confirmed there.
    op.execute("UPDATE orders SET status = 'cancelled' WHERE status NOT IN ('confirmed', 'cancelled')")

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index("ix_orders_kept_until")
        batch_op.drop_constraint(op.f("ck_orders_one_currency"), type_="check")
        batch_op.drop_constraint(op.f("ck_orders_orderstatus"), type_="check")
        batch_op.create_check_constraint(op.f("ck_orders_orderstatus"), among(BEFORE))
        batch_op.drop_column("kept_until")
        batch_op.drop_column("hold_ends_at")
        batch_op.drop_column("terms")
        batch_op.drop_column("currency")

    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refunds_status"))
        batch_op.drop_index(batch_op.f("ix_refunds_payment_id"))

    op.drop_table("refunds")
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disputes_payment_id"))

    op.drop_table("disputes")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payments_till_id"))
        batch_op.drop_index(batch_op.f("ix_payments_order_id"))

    op.drop_table("payments")
    with op.batch_alter_table("tills", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tills_live",
            sqlite_where=sa.text("status IN ('opening', 'open', 'waiting')"),
            postgresql_where=sa.text("status IN ('opening', 'open', 'waiting')"),
        )
        batch_op.drop_index(batch_op.f("ix_tills_status"))

    op.drop_table("tills")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_settled_at"))

    op.drop_table("notices")
