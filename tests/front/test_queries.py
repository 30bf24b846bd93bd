import enum
from datetime import timedelta

import pytest
from sqlalchemy import Boolean, Date, Integer, Time, inspect
from sqlalchemy.orm import configure_mappers

from events.models import Event, Visibility
from front.queries import facts_of
from registration.models import Product, Quota
from tests import factories as make

SLUG = "england-2027"
DAY = timedelta(days=1)


def changeable() -> list[tuple[type, str]]:
    """Each column that a page can be made from and that no other row refers to."""
    configure_mappers()
    tables = {table: inspect(table).columns for table in (Event, Product, Quota)}
    return [
        (table, column.name)
        for table, columns in tables.items()
        for column in columns
        if not (column.primary_key or column.foreign_keys or column.name == "slug")
    ]


def another(row, name: str):
    """A value that the column did not have and may have."""
    kind, value = inspect(type(row)).columns[name].type, getattr(row, name)
    if name == "visibility":
        return Visibility.UNLISTED
    if isinstance(value, enum.Enum):
        return next(each for each in type(value) if each is not value)
    if name == "changes_end_at":
        return make.NOON
    if isinstance(kind, Boolean):
        return not value
    if isinstance(kind, Integer):
        return (value or 0) + 1
    if isinstance(kind, Time):
        return value.replace(second=1)
    if isinstance(kind, Date) and value is None:
        return make.NOON.date()
    if hasattr(value, "year"):
        return value - DAY if name in {"first_day", "sales_open_at"} else value + DAY  # what begins stays first
    return f"{value} and more"


@pytest.fixture
def shown(session, now):
    event = make.an_event(slug=SLUG)
    product = make.a_product(event, capacity=40)
    return {Event: event, Product: product, Quota: product.quotas[0]}


@pytest.mark.parametrize(("table", "name"), changeable(), ids=lambda each: getattr(each, "__name__", each))
def test_the_facts_are_others_once_any_column_has_changed(session, shown, table, name):
    before, _ = facts_of(session, SLUG)
    assert facts_of(session, SLUG)[0] == before

    setattr(shown[table], name, another(shown[table], name))
    session.commit()

    assert facts_of(session, SLUG)[0] != before


def test_nothing_and_an_empty_word_are_two_facts(session, now):
    event = make.an_event(slug=SLUG)
    without, _ = facts_of(session, SLUG)
    make.a_product(event, name="", hint="")

    assert len({without, facts_of(session, SLUG)[0]}) == 2


def test_the_time_comes_with_them_and_is_none_of_them(session, shown, monkeypatch):
    for at in (make.NOON, make.LONG_AFTER):
        monkeypatch.setattr("core.clock.now", lambda at=at: at)
        assert facts_of(session, SLUG)[1] == at
    assert len({facts for facts, _ in (facts_of(session, SLUG), facts_of(session, SLUG))}) == 1
