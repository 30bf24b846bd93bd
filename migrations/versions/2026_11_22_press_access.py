"""What was done with each press grant, its key, and a log that is only ever added to.

Revision ID: 0019
Revises: 0018
Create Date: 2026-11-22 12:00:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ONLY_ADDED = ("press_steps", "press_openings", "embargo_moves")
GRANTED = (
    "key, launch_id, copy_number, kind, name, outlet, email, email_key, invited_at, invited_by_id, accepted_at, "
    "terms, expires_at"
)
FROZEN_GRANT = "SELECT 1 FROM launches WHERE id = OLD.launch_id AND frozen_at IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "press_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "invited",
                "reminded",
                "accepted",
                "revoked",
                "given back",
                "changed until when",
                name="accessact",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terms", sa.String(), nullable=False),
        sa.CheckConstraint("(act = 'accepted') = (terms <> '')", name=op.f("ck_press_steps_terms_accepted")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_press_steps_by_id")),
        sa.ForeignKeyConstraint(["grant_id"], ["press_grants.id"], name=op.f("fk_press_steps_grant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_steps")),
    )
    with op.batch_alter_table("press_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_press_steps_grant_id"), ["grant_id"], unique=False)

    with op.batch_alter_table("press_grants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(), nullable=True))
    # 122 random bits each; nobody has been given a key that is replaced by one of these.
    random = "gen_random_uuid()::text" if _is_postgres() else "lower(hex(randomblob(16)))"
    op.execute(f"UPDATE press_grants SET key = {random}")  # noqa: S608  one of the two lines above
    with op.batch_alter_table("press_grants", schema=None) as batch_op:
        batch_op.alter_column("key", existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_press_grants_key"), ["key"])
    protect()


def downgrade() -> None:
    for name, table in _triggers():
        op.execute(f"DROP TRIGGER {name} ON {table}" if _is_postgres() else f"DROP TRIGGER {name}")
    if _is_postgres():
        op.execute("DROP FUNCTION refuse_change_of_frozen()")
    with op.batch_alter_table("press_grants", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_press_grants_key"), type_="unique")
        batch_op.drop_column("key")
    with op.batch_alter_table("press_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_press_steps_grant_id"))

    op.drop_table("press_steps")


def protect() -> None:
    """The log is only added to; of a frozen launch nothing changes but that a grant is revoked (domain rule 53)."""
    if _is_postgres():
        op.execute(
            "CREATE FUNCTION refuse_change_of_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_TABLE_NAME = 'press_grants' THEN IF NOT EXISTS ({FROZEN_GRANT}) THEN RETURN NEW; END IF; "
            "ELSIF OLD.frozen_at IS NULL THEN RETURN NEW; END IF; "
            "RAISE EXCEPTION '% of a breach are frozen', TG_TABLE_NAME; END $$"
        )
        for table in ONLY_ADDED:
            for verb in ("UPDATE", "DELETE"):
                _guard(table, verb, "refuse_change()")
        _guard("press_grants", "DELETE", "refuse_change()")
        _guard("press_grants", "UPDATE", "refuse_change_of_frozen()", f" OF {GRANTED}")
        _guard("launches", "UPDATE", "refuse_change_of_frozen()", " OF lifts_at, breached_at, frozen_at")
        return
    for table in (*ONLY_ADDED, "press_grants"):
        for verb in ("UPDATE", "DELETE") if table in ONLY_ADDED else ("DELETE",):
            _refuse(table, verb, f"{table} is only ever added to")
    frozen = f"EXISTS ({FROZEN_GRANT})"
    _refuse("press_grants", "UPDATE", "press_grants of a breach are frozen", f" OF {GRANTED}", frozen)
    frozen = "OLD.frozen_at IS NOT NULL"
    _refuse("launches", "UPDATE", "launches of a breach are frozen", " OF lifts_at, breached_at, frozen_at", frozen)


def _guard(table: str, verb: str, function: str, of: str = "") -> None:
    op.execute(
        f"CREATE TRIGGER {_named(table, verb)} BEFORE {verb}{of} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}"
    )


def _refuse(table: str, verb: str, words: str, of: str = "", when: str = "") -> None:
    condition = f" WHEN {when}" if when else ""
    op.execute(
        f"CREATE TRIGGER {_named(table, verb)} BEFORE {verb}{of} ON {table}{condition} "
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _named(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def _triggers() -> list[tuple[str, str]]:
    both = [(table, verb) for table in (*ONLY_ADDED, "press_grants") for verb in ("UPDATE", "DELETE")]
    return [(_named(table, verb), table) for table, verb in [*both, ("launches", "UPDATE")]]


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"
