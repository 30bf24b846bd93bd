"""The tables, made by migrations alone: they match the models, go both ways, and lose nothing on the way."""

from contextlib import contextmanager
from time import monotonic

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import MetaData, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from core.db import db
from tests.conftest import ROOT, an_application
from tests.rig.rows import rows_for

ONLY_ADDED = ("diary_entries", "diary_seals", "scans", "consents", "press_steps", "press_openings", "embargo_moves")
FROZEN = 3  # triggers on a breach's grants and launch: tests/policy/test_rule_53.py
SCRIPTS = ScriptDirectory(str(ROOT / "migrations"))
STEPS = [each.revision for each in reversed(list(SCRIPTS.walk_revisions()))]


@pytest.fixture
def app(new_database):
    app = an_application(new_database())
    with app.app_context():
        yield app
        db.engine.dispose()


@pytest.fixture
def database(app):
    """The application's database past all our models, as an older or newer program may see it."""
    engine = create_engine(app.config["DATABASE_URL"])
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def filled(new_database):
    """A database with two rows in every table, for what must not change any."""
    app = an_application(new_database())
    with app.app_context():
        fill(db.engine)
        yield db.engine
        db.engine.dispose()


def fill(engine) -> MetaData:
    """Two rows in every table there is, made from the tables themselves, and each linked to its like; those tables."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection, unhurried(connection):
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                connection.execute(table.insert(), rows_for(table))
    return tables


@contextmanager
def unhurried(connection):
    """Links are checked at the end, since two tables may point at each other."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = on")
        yield
    else:
        connection.exec_driver_sql("SET session_replication_role = replica")
        yield
        connection.exec_driver_sql("SET session_replication_role = DEFAULT")


def rows(engine, tables: MetaData):
    """Every row by table, each as its columns' names and values."""
    with engine.connect() as connection:
        return {
            table.name: sorted((dict(row._mapping) for row in connection.execute(table.select())), key=repr)
            for table in tables.sorted_tables
            if table.name != "alembic_version"
        }


def rows_in(engine, table: str) -> list:
    with engine.connect() as connection:
        return list(connection.execute(text(f"SELECT * FROM {table} ORDER BY id")))


def told_apart(engine):
    """The tables as the database describes them: columns, links, once-onlys, checks and triggers."""
    found = inspect(engine)
    shape = {}
    for table in found.get_table_names():
        shape[table] = {
            "columns": [(each["name"], str(each["type"]), each["nullable"]) for each in found.get_columns(table)],
            "links": sorted((each["name"], each["referred_table"]) for each in found.get_foreign_keys(table)),
            "once": sorted(each["name"] for each in found.get_unique_constraints(table)),
            "checks": sorted(each["name"] for each in found.get_check_constraints(table)),
            "indexes": sorted(each["name"] for each in found.get_indexes(table)),
        }
    named = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        if engine.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
    )
    with engine.connect() as connection:
        shape["triggers"] = connection.exec_driver_sql(named).scalars().all()
    return shape


def test_there_is_one_newest_migration():
    assert len(SCRIPTS.get_heads()) == 1


def test_the_migrations_make_what_the_models_say(app):
    check()


def test_every_check_and_once_only_of_the_models_is_in_the_database(app, database):
    made = told_apart(database)

    for table in db.metadata.sorted_tables:
        named = {str(each.name) for each in table.constraints if each.name}
        there = {
            *made[table.name]["checks"],
            *made[table.name]["once"],
            *(name for name, _ in made[table.name]["links"]),
        }
        assert {name for name in named if not name.startswith("pk_")} <= there, table.name


def test_the_tables_go_down_to_nothing_and_come_up_the_same(app, database):
    before = told_apart(database)

    downgrade(revision="base")
    left = set(inspect(database).get_table_names())
    upgrade()

    assert left <= {"alembic_version"}
    assert told_apart(database) == before


@pytest.fixture(scope="module")
def just_before(new_database):
    """A database as it was before a migration: a copy of one that goes down step by step, once for all of them."""
    url = new_database()
    app = an_application(url)

    def copied(step: str) -> str:
        with app.app_context():
            downgrade(revision=SCRIPTS.get_revision(step).down_revision)
            db.engine.dispose()
        return new_database(url)

    return copied


@pytest.mark.parametrize("step", STEPS[:0:-1])  # from the newest to the second: the first makes the tables
def test_each_migration_keeps_the_rows_of_a_filled_database_up_and_down(just_before, step):
    app = an_application(just_before(step))
    with app.app_context(), closing(db.engine) as database:
        tables = fill(database)
        old = rows(database, tables)

        upgrade(revision=step)
        new = rows(database, tables)
        downgrade(revision=SCRIPTS.get_revision(step).down_revision)

        assert all(old.values())
        assert new == old
        assert rows(database, tables) == old


@pytest.mark.parametrize("table", ONLY_ADDED)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET id = id",
        "UPDATE {} SET id = 99 WHERE id = 1",
        "DELETE FROM {}",
        "DELETE FROM {} WHERE id = 2",
    ],
)
def test_what_is_only_added_to_can_neither_be_changed_nor_deleted(filled, table, statement):
    before = rows_in(filled, table)

    with pytest.raises(DBAPIError, match=f"{table} is only ever added to"), filled.begin() as connection:
        connection.execute(text(statement.format(table)))

    assert len(before) == 2
    assert rows_in(filled, table) == before


@pytest.mark.parametrize("table", ONLY_ADDED)
def test_a_row_is_not_replaced_by_inserting_over_it(filled, table):
    before = rows_in(filled, table)
    replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    if filled.dialect.name == "postgresql":
        replace = f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = excluded.id"

    with pytest.raises(DBAPIError, match="is only ever added to"), filled.begin() as connection:
        connection.execute(text(replace))

    assert rows_in(filled, table) == before


def test_the_triggers_survive_the_way_down_and_up(app, database):
    before = told_apart(database)["triggers"]

    downgrade(revision=STEPS[-2])
    upgrade()

    assert told_apart(database)["triggers"] == before
    assert len(before) == 2 * len(ONLY_ADDED) + FROZEN


def test_a_migration_that_waits_for_a_lock_gives_up_before_a_visitor_notices(postgres):
    run, address = postgres
    run("create database waits template plenary_template strategy file_copy")
    app = an_application(address("waits"))
    with app.app_context(), closing(create_engine(address("waits"))) as reader:
        downgrade(revision="0001")
        with reader.begin() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM events")  # a long read: until the block ends
            began = monotonic()
            with pytest.raises(DBAPIError, match="lock timeout"):
                upgrade(revision="0002")
            waited = monotonic() - began
        upgrade(revision="0002")  # the failed try left nothing half done
        db.engine.dispose()

    assert waited < 5


@contextmanager
def closing(engine):
    yield engine
    engine.dispose()
