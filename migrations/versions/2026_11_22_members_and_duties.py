"""The membership register; duties with more roles, an end and a scope.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-22 04:21:07.776626

"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROLES_BEFORE = ("organiser", "door")
ROLES_NOW = (
    "organiser",
    "finance",
    "abstract chair",
    "reviewer",
    "programme editor",
    "regional lead",
    "policy editor",
    "network convenor",
    "door",
    "exhibitor",
    "read-only",
)


def among(words: tuple[str, ...]) -> str:
    return "role IN ({})".format(", ".join(f"'{word}'" for word in words))


def upgrade() -> None:
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column(
            "grade",
            sa.Enum(
                "member",
                "associate fellow",
                "fellow",
                "senior fellow",
                "collaborative",
                "associate",
                "international",
                "student",
                "trainee",
                "retired",
                name="grade",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "active",
                "lapsed",
                "suspended",
                "erased",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column(
            "nation",
            sa.Enum(
                "england",
                "scotland",
                "wales",
                "northern ireland",
                "elsewhere",
                name="nation",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "career_stage",
            sa.Enum(
                "student",
                "foundation",
                "early specialty training",
                "higher specialty training",
                "consultant",
                "gp",
                "sas",
                "medical director",
                "other",
                name="careerstage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "profession",
            sa.Enum(
                "doctor",
                "dentist",
                "nurse",
                "pharmacist",
                "allied health professional",
                "other",
                "none",
                name="profession",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("networks", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name=op.f("ck_memberships_valid_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_memberships_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("number", name=op.f("uq_memberships_number")),
        sa.UniqueConstraint("person_id", name=op.f("uq_memberships_person_id")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index("ix_memberships_email_key", ["email_key"], unique=False)

    op.create_table(
        "register_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_register_imports_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_imports")),
    )
    op.create_table(
        "membership_claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "accepted",
                "refused",
                name="claimstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_membership_claims_decided_by_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_membership_claims_membership_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_membership_claims_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_claims")),
    )
    with op.batch_alter_table("membership_claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_claims_membership_id"), ["membership_id"], unique=False)
        batch_op.create_index(
            "uq_membership_claims_waiting",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )

    op.create_table(
        "register_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["register_imports.id"], name=op.f("fk_register_changes_import_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["memberships.id"], name=op.f("fk_register_changes_membership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_changes")),
        sa.UniqueConstraint("import_id", "membership_id", name=op.f("uq_register_changes_import_id")),
    )
    with op.batch_alter_table("register_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_register_changes_membership_id"), ["membership_id"], unique=False)

    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        # Old code, at work until it is replaced, adds rows without one.
        batch_op.add_column(sa.Column("scope", sa.String(), nullable=False, server_default=sa.text("''")))
        batch_op.drop_constraint(op.f("ck_duties_role"), type_="check")
        batch_op.create_check_constraint(op.f("ck_duties_role"), among(ROLES_NOW))
        batch_op.drop_index(batch_op.f("uq_duties_everywhere"), sqlite_where=sa.text("event_id IS NULL"))
        batch_op.create_index(
            "uq_duties_everywhere",
            ["person_id", "role", "scope"],
            unique=True,
            sqlite_where=sa.text("event_id IS NULL"),
            postgresql_where=sa.text("event_id IS NULL"),
        )
        batch_op.drop_constraint(batch_op.f("uq_duties_person_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_duties_person_id"), ["person_id", "event_id", "role", "scope"])

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        # Old code, at work until it is replaced, adds rows without one.
        batch_op.add_column(sa.Column("scope", sa.String(), nullable=False, server_default=sa.text("''")))
        batch_op.drop_constraint(op.f("ck_invitations_role"), type_="check")
        batch_op.create_check_constraint(op.f("ck_invitations_role"), among(ROLES_NOW))


def downgrade() -> None:
    op.execute("DELETE FROM invitations WHERE role NOT IN ('organiser', 'door')")
    op.execute("DELETE FROM duties WHERE role NOT IN ('organiser', 'door') OR scope <> ''")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_invitations_role"), type_="check")
        batch_op.create_check_constraint(op.f("ck_invitations_role"), among(ROLES_BEFORE))
        batch_op.drop_column("scope")
        batch_op.drop_column("ends_on")

    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_duties_person_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_duties_person_id"), ["person_id", "event_id", "role"])
        batch_op.drop_index(
            "uq_duties_everywhere",
            sqlite_where=sa.text("event_id IS NULL"),
            postgresql_where=sa.text("event_id IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("uq_duties_everywhere"),
            ["person_id", "role"],
            unique=True,
            sqlite_where=sa.text("event_id IS NULL"),
            postgresql_where=sa.text("event_id IS NULL"),
        )
        batch_op.drop_constraint(op.f("ck_duties_role"), type_="check")
        batch_op.create_check_constraint(op.f("ck_duties_role"), among(ROLES_BEFORE))
        batch_op.drop_column("scope")
        batch_op.drop_column("ends_on")

    with op.batch_alter_table("register_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_register_changes_membership_id"))

    op.drop_table("register_changes")
    with op.batch_alter_table("membership_claims", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_claims_waiting",
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_membership_claims_membership_id"))

    op.drop_table("membership_claims")
    op.drop_table("register_imports")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index("ix_memberships_email_key")

    op.drop_table("memberships")
