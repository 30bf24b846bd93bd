"""Which tests are the ordinary suite: `make test` runs these, `make test-slow` all there are (``--whole``)."""

import gc
import re
from zlib import crc32

from demo.data import D0
from tests.sharing import DATABASES, Together

# A journey takes each database and each way of browsing once; `make test-slow` takes every pair of them.
PAIRS = {("postgresql", "with script"), ("sqlite", "without script")}

# A journey of its own, whose planted fault goes over SQLite.
ON_POSTGRESQL = {"test_what_a_person_types_is_seen_where_it_must_be_and_nowhere_else"}

# What is proved on both databases each time: a numbered rule by its first case, and a database's own work by each.
RULES = re.compile(r"_(acl|aut|chk|emb|inj|inv|pay|r|rev|rule|vector|web)_\d")
OWN_WORK = re.compile(
    "race|plans|queries|actions|model|invariants|migrations|both_databases"
    "|test_(db|outbox|worker|backup|clock|limits|holds)"
)


def pytest_addoption(parser):
    parser.addoption("--whole", action="store_true", help="on each database every test and every step of the matrix")


def pytest_collection_modifyitems(config, items):
    """Without ``--whole`` most tests take the databases turn about; those of a file that is named run on both."""
    if config.getoption("--whole"):
        return
    there, first = {item.nodeid for item in items}, {}
    for item in items:
        first.setdefault(_function_of(item), _case_of(item))
    left_out = [
        item
        for item in items
        if _is_left_to_the_slow_suite(item)
        or (not config.option.file_or_dir and _is_the_others_turn(item, there, first))
    ]
    config.hook.pytest_deselected(items=left_out)
    gone = set(left_out)
    items[:] = [item for item in items if item not in gone]


def _is_left_to_the_slow_suite(item) -> bool:
    chosen = getattr(getattr(item, "callspec", None), "params", {})
    database, browsing = chosen.get("new_database"), chosen.get("visit")
    if browsing is not None:
        return (database, browsing) not in PAIRS
    if "demo" in chosen:  # each database has it on a day of its own
        return (database == "sqlite") != (chosen["demo"] == D0)
    is_there_too = item.module.__name__.endswith("test_camera") or item.originalname in ON_POSTGRESQL
    return database == "sqlite" and is_there_too


def _is_the_others_turn(item, there: set[str], first: dict[str, str]) -> bool:
    """True on one of two databases: what is not proved on both goes to either, case by case for rules and routes."""
    chosen = getattr(getattr(item, "callspec", None), "params", {})
    database, name = chosen.get("new_database"), _function_of(item)
    if database is None or {"visit", "demo"} & chosen.keys():
        return False
    (other,) = {*DATABASES} - {database}
    if item.nodeid.replace(database, other) not in there:
        return False
    if OWN_WORK.search(name):
        return False
    if RULES.search(name):
        if first[name] == _case_of(item):
            return False
        name = _case_of(item)
    return DATABASES[crc32(name.encode()) % 2] != database


def _function_of(item) -> str:
    return item.nodeid.partition("[")[0]


def _case_of(item) -> str:
    """What a test is called on either database."""
    return re.sub("|".join(DATABASES), "", item.nodeid)


def pytest_collection_finish():
    gc.freeze()  # all that is imported and collected stays: nobody need look through it again


def pytest_xdist_make_scheduler(config, log):
    """Tests that share something costly go to one process."""
    return Together(config, log)
