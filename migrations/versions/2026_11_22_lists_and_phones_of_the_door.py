"""Admission lists, phones at the door, and what a scan says of a phone that judged alone.

Revision ID: 0022
Revises: 0021
Create Date: 2026-11-22 16:50:07

"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admission_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column(
            "entry",
            sa.Enum("once", "once a day", "always", name="entry", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("reenters", sa.Boolean(), nullable=False),
        sa.Column("counts_inside", sa.Boolean(), nullable=False),
        sa.Column("unpaid_may_enter", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name=op.f("ck_admission_lists_capacity_positive")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_admission_lists_hours_in_order")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_admission_lists_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_lists")),
        sa.UniqueConstraint("event_id", "slug", name=op.f("uq_admission_lists_event_id")),
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shift_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holds_names", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("names_key", sa.String(), nullable=False),
        sa.Column("seal_key", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("skew_seconds", sa.Integer(), nullable=True),
        sa.CheckConstraint("unsent >= 0", name=op.f("ck_devices_unsent_not_negative")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_devices_added_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_devices_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_devices_code_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_devices_token_hash")),
    )
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_devices_added_by_id"), ["added_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_devices_event_id"), ["event_id"], unique=False)

    op.create_table(
        "device_lists",
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_device_lists_device_id")),
        sa.ForeignKeyConstraint(["list_id"], ["admission_lists.id"], name=op.f("fk_device_lists_list_id")),
        sa.PrimaryKeyConstraint("device_id", "list_id", name=op.f("pk_device_lists")),
    )
    with op.batch_alter_table("device_lists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_lists_list_id"), ["list_id"], unique=False)

    op.create_table(
        "products_admitted",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["admission_lists.id"], name=op.f("fk_products_admitted_list_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_products_admitted_product_id")),
        sa.PrimaryKeyConstraint("list_id", "product_id", name=op.f("pk_products_admitted")),
    )
    with op.batch_alter_table("products_admitted", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_products_admitted_product_id"), ["product_id"], unique=False)

    with op.batch_alter_table("admissions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("inside", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.add_column(sa.Column("only_day", sa.Date(), nullable=True))

    # Not in a batch: SQLite would make the table anew, without the triggers that guard it.
    op.add_column("scans", sa.Column("code", sa.String(), nullable=True))
    op.add_column("scans", sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("scans", sa.Column("is_exit", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("scans", sa.Column("undo_of", sa.String(), nullable=True))
    op.add_column("scans", sa.Column("data_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("scans", sa.Column("by_hand", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("scans", sa.Column("device_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    for column in ("device_id", "by_hand", "data_at", "undo_of", "is_exit", "received_at", "code"):
        op.drop_column("scans", column)

    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_column("only_day")

    with op.batch_alter_table("admissions", schema=None) as batch_op:
        batch_op.drop_column("moved_at")
        batch_op.drop_column("inside")

    with op.batch_alter_table("products_admitted", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_products_admitted_product_id"))

    op.drop_table("products_admitted")
    with op.batch_alter_table("device_lists", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_lists_list_id"))

    op.drop_table("device_lists")
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_devices_event_id"))
        batch_op.drop_index(batch_op.f("ix_devices_added_by_id"))

    op.drop_table("devices")
    op.drop_table("admission_lists")
