"""Exhibitors, what delegates let them know, their leads, and the copies that they took of those.

Revision ID: 0025
Revises: 0024
Create Date: 2026-11-22 17:07:18

"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exhibitors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("stand", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("promise", sa.String(), nullable=False),
        sa.Column("is_open", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_exhibitors_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibitors")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_exhibitors_event_id")),
    )
    op.create_table(
        "lead_exports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibitor_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leads", sa.Integer(), nullable=False),
        sa.CheckConstraint("leads >= 0", name=op.f("ck_lead_exports_leads_not_negative")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_lead_exports_by_id")),
        sa.ForeignKeyConstraint(["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_lead_exports_exhibitor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_exports")),
    )
    with op.batch_alter_table("lead_exports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_exports_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_exports_exhibitor_id"), ["exhibitor_id"], unique=False)

    op.create_table(
        "exported_leads",
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["export_id"], ["lead_exports.id"], name=op.f("fk_exported_leads_export_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_exported_leads_ticket_id")),
        sa.PrimaryKeyConstraint("export_id", "ticket_id", name=op.f("pk_exported_leads")),
    )
    with op.batch_alter_table("exported_leads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exported_leads_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "leads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibitor_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scanned_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "rating",
            sa.Enum("hot", "warm", "cold", name="rating", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_leads_exhibitor_id")),
        sa.ForeignKeyConstraint(["scanned_by_id"], ["people.id"], name=op.f("fk_leads_scanned_by_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_leads_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads")),
        sa.UniqueConstraint("exhibitor_id", "ticket_id", name=op.f("uq_leads_exhibitor_id")),
    )
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leads_scanned_by_id"), ["scanned_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_leads_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "sharing_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("exhibitor_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("yes", "no", name="say", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_sharing_answers_exhibitor_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_sharing_answers_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sharing_answers")),
    )
    with op.batch_alter_table("sharing_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sharing_answers_exhibitor_id"), ["exhibitor_id"], unique=False)
        batch_op.create_index("ix_sharing_answers_ticket_id", ["ticket_id", "exhibitor_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sharing_answers", schema=None) as batch_op:
        batch_op.drop_index("ix_sharing_answers_ticket_id")
        batch_op.drop_index(batch_op.f("ix_sharing_answers_exhibitor_id"))

    op.drop_table("sharing_answers")
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leads_ticket_id"))
        batch_op.drop_index(batch_op.f("ix_leads_scanned_by_id"))

    op.drop_table("leads")
    with op.batch_alter_table("exported_leads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exported_leads_ticket_id"))

    op.drop_table("exported_leads")
    with op.batch_alter_table("lead_exports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_exports_exhibitor_id"))
        batch_op.drop_index(batch_op.f("ix_lead_exports_by_id"))

    op.drop_table("lead_exports")
    op.drop_table("exhibitors")
