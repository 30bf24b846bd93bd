"""Places offered to accepted abstracts, and what a call asks of its presenters.

Revision ID: 0014
Revises: 0013
Create Date: 2026-11-22 13:30:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ANSWER = sa.Enum(
    "waiting", "taken", "turned down", name="offeranswer", native_enum=False, create_constraint=True, length=32
)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("abstract_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("answer", ANSWER, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answer_by", MOMENT, nullable=True),
        sa.Column("register_by", MOMENT, nullable=True),
        sa.Column("at_risk_at", MOMENT, nullable=True),
        sa.Column("ticket_key", sa.String(), nullable=False),
        sa.Column("ticket_holder", sa.String(), nullable=False),
        sa.Column("booking_code", sa.String(), nullable=False),
        sa.Column("code_holder", sa.String(), nullable=False),
        sa.Column("board", sa.String(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(answer = 'waiting') = (answered_at IS NULL)", name=op.f("ck_offers_answered_when")),
        sa.ForeignKeyConstraint(["abstract_id"], ["abstracts.id"], name=op.f("fk_offers_abstract_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_offers_event_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_offers_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("abstract_id", name=op.f("uq_offers_abstract_id")),
        sa.UniqueConstraint("event_id", "board", name=op.f("uq_offers_event_id")),
        sa.UniqueConstraint("file_id", name=op.f("uq_offers_file_id")),
    )
    op.create_table(
        "presenting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("issues_codes", sa.Boolean(), nullable=False),
        sa.Column("swap_until", MOMENT, nullable=True),
        sa.Column("board_prefix", sa.String(), nullable=False),
        sa.Column("hanging", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_presenting_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presenting")),
        sa.UniqueConstraint("call_id", name=op.f("uq_presenting_call_id")),
    )
    # What was accepted before has a place to answer too.
    op.execute(
        "INSERT INTO offers (event_id, abstract_id, offered_at, answer, reason, ticket_key, ticket_holder,"
        " booking_code, code_holder)"
        " SELECT event_id, id, decided_at, 'waiting', '', '', '', '', '' FROM abstracts"
        " WHERE status = 'accepted' AND decided_at IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table("presenting")
    op.drop_table("offers")
