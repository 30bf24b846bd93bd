"""How badges look, which were printed, and the questions whose answers are on them.

Revision ID: 0026
Revises: 0025
Create Date: 2026-11-22 17:09:44.931812

"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
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
BADGE_PART = "ck_questions_badgepart"
BADGE_PARTS = ("pronouns", "job role", "photo preference")


def category() -> sa.Enum:
    return sa.Enum(*CATEGORIES, name="category", native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "badge_designs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("category", category(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_badge_designs_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_designs")),
        sa.UniqueConstraint("event_id", "category", name=op.f("uq_badge_designs_event_id")),
    )
    with op.batch_alter_table("badge_designs", schema=None) as batch_op:
        batch_op.create_index(
            "uq_badge_designs_default",
            ["event_id"],
            unique=True,
            postgresql_where=sa.text("category IS NULL"),
            sqlite_where=sa.text("category IS NULL"),
        )

    op.create_table(
        "badge_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("height_mm", sa.Integer(), nullable=False),
        sa.Column("label_width_mm", sa.Integer(), nullable=False),
        sa.Column("label_height_mm", sa.Integer(), nullable=False),
        sa.Column("qr_mm", sa.Integer(), nullable=False),
        sa.Column(
            "back",
            sa.Enum("empty", "same", "lines", name="badgeback", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("back_lines", sa.String(), nullable=False),
        sa.CheckConstraint("label_width_mm > 0 AND label_height_mm > 0", name=op.f("ck_badge_papers_label_has_size")),
        sa.CheckConstraint("qr_mm >= 30", name=op.f("ck_badge_papers_qr_large_enough")),
        sa.CheckConstraint("width_mm > 0 AND height_mm > 0", name=op.f("ck_badge_papers_sheet_has_size")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_badge_papers_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_papers")),
        sa.UniqueConstraint("event_id", name=op.f("uq_badge_papers_event_id")),
    )
    op.create_table(
        "badge_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("is_single", sa.Boolean(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "changed",
                "mistake",
                "lost",
                "damaged",
                "printer",
                name="reprintreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("blanks", sa.Integer(), nullable=False),
        sa.Column("category", category(), nullable=True),
        sa.CheckConstraint("blanks >= 0", name=op.f("ck_badge_runs_blanks_not_negative")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_badge_runs_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_badge_runs_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_runs")),
    )
    with op.batch_alter_table("badge_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_badge_runs_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_badge_runs_event_id"), ["event_id"], unique=False)

    op.create_table(
        "badge_sizes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("design_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "event",
                "given name",
                "name",
                "pronouns",
                "job role",
                "organisation",
                "category",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points > 0", name=op.f("ck_badge_sizes_points_positive")),
        sa.ForeignKeyConstraint(["design_id"], ["badge_designs.id"], name=op.f("fk_badge_sizes_design_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_sizes")),
        sa.UniqueConstraint("design_id", "part", name=op.f("uq_badge_sizes_design_id")),
    )
    op.create_table(
        "badge_prints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("printed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["badge_runs.id"], name=op.f("fk_badge_prints_run_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_badge_prints_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_prints")),
        sa.UniqueConstraint("ticket_id", "copy", name=op.f("uq_badge_prints_ticket_id")),
    )
    with op.batch_alter_table("badge_prints", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_badge_prints_run_id"), ["run_id"], unique=False)

    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("badge_part", sa.String(length=32), nullable=True))
        batch_op.create_check_constraint(op.f(BADGE_PART), sa.column("badge_part").in_(BADGE_PARTS))


def downgrade() -> None:
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(BADGE_PART), type_="check")
        batch_op.drop_column("badge_part")

    with op.batch_alter_table("badge_prints", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_badge_prints_run_id"))

    op.drop_table("badge_prints")
    op.drop_table("badge_sizes")
    with op.batch_alter_table("badge_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_badge_runs_event_id"))
        batch_op.drop_index(batch_op.f("ix_badge_runs_by_id"))

    op.drop_table("badge_runs")
    op.drop_table("badge_papers")
    with op.batch_alter_table("badge_designs", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_badge_designs_default",
            postgresql_where=sa.text("category IS NULL"),
            sqlite_where=sa.text("category IS NULL"),
        )

    op.drop_table("badge_designs")
