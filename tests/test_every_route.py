"""Every route answers everybody as the published table says, and no reading changes anything (ACL-1, ACL-2, ACL-3)."""

import pytest
from flask import Blueprint, request
from sqlalchemy import event as database_event

from core.db import record_apart
from core.errors import NotFound
from core.web import see_other
from people.access import open_to_all, open_to_visitors, signed_in_person
from people.models import Person, Role
from tests import factories as make
from tests import walker
from tests.access_matrix import ACTORS, CHAIRS, MATRIX, NAMED, POLICY_ACTORS, REVIEWER, WITHOUT_A_PAGE
from tests.access_stands import EXHIBITOR
from tests.conftest import an_application
from tests.walker import READING, Step

REFUSED = {"in", "401", "403", "404"}
VERBS = ("show_", "open_", "come_", "download_")  # what only shows, by the house's own names
DEEDS = [endpoint for endpoint in MATRIX if not endpoint.rpartition(".")[2].startswith(VERBS)]
LOGS = {"diary_entries", "press_openings", "position_reach"}
HOSTILE = {
    "id": "1",
    "role": "organiser",
    "event_id": "2",
    "owner_id": "5",
    "buyer_id": "5",
    "person_id": "5",
    "by_id": "5",
    "price": "1",
    "price_pence": "1",
    "total_pence": "1",
    "paid": "1",
    "status": "cancelled",
    "state": "sent",
    "verdict": "admitted",
    "key_hash": "x",
    "reference": "AAAAAA",
    "link_version": "9",
    "taken_at": "2001-01-01",
    "confirmed_at": "2001-01-01",
    "created_at": "2001-01-01",
    "scanned_at": "2001-01-01",
    "searchable": "everything",
    "delegates-0-price_pence": "1",
    "delegates-0-status": "confirmed",
    "delegates-0-event_id": "2",
    "_method": "DELETE",
}


@pytest.fixture(scope="session")
def app(walked):
    return walked[0]


@pytest.fixture
def writes(engine):
    """Every statement since that could change something, but those that log a refusal, an early look or a visit."""
    sent = []

    def remember(_connection, _cursor, statement, *_rest):
        said = statement.split()
        if said[0].upper() in {"INSERT", "UPDATE", "DELETE"} and not LOGS & {*said}:
            sent.append(statement)

    database_event.listen(engine, "before_cursor_execute", remember)
    yield sent
    database_event.remove(engine, "before_cursor_execute", remember)


def test_acl_1_all_eleven_roles_are_walked():
    assert {*NAMED, *CHAIRS, *REVIEWER, *POLICY_ACTORS, *EXHIBITOR, *WITHOUT_A_PAGE} == {*ACTORS}
    with_a_page = {Role.ORGANISER.value, Role.DOOR.value, Role.ABSTRACT_CHAIR.value, Role.REVIEWER.value}
    with_a_page |= {*POLICY_ACTORS, *EXHIBITOR}
    assert {role.value for role in Role} - {*WITHOUT_A_PAGE} == with_a_page


def test_acl_1_every_route_is_in_the_published_table(app):
    assert walker.unpublished(app) == set()


def test_acl_1_a_new_route_without_a_row_is_noticed(app):
    grown = an_application(app.config["DATABASE_URL"])
    blueprint = Blueprint("grown", __name__)
    blueprint.add_url_rule("/grown", "show", open_to_all(lambda: "Grown."))
    grown.register_blueprint(blueprint)

    assert walker.unpublished(grown) == {"grown.show"}


@pytest.fixture
def faults(app, session, walk, writes, stands, pytestconfig):
    """What is wrong with the answers of one route: each actor with each thing, and in the slow suite in every way."""
    is_whole = pytestconfig.getoption("--whole")

    def of(endpoint: str) -> list:
        (rule,) = [each for each in walker.rules_of(app) if each.endpoint == endpoint]
        steps = walker.steps_for(endpoint) if is_whole else walker.fewer_steps_for(rule)
        wrong, bodies = [], {}
        for step in steps:
            writes.clear()
            answer = walk.answer(rule, step)
            if not walk.is_as_published(rule, step, answer):
                wrong.append(("answers otherwise", step, answer.status_code, answer.headers.get("Location")))
            if step.method in READING and writes:
                wrong.append(("writes", step, *writes))
            if answer.status_code == 404:
                bodies.setdefault((step.method, step.as_htmx), {})[walker.body_of(answer)] = step
        # Not yours reads as not there, to the byte.
        wrong += [("tells", *said.values()) for said in bodies.values() if len(said) > 1]
        return wrong + ([] if walker.rows_of(session.get_bind()) == stands else ["changes rows"])

    return of


@pytest.mark.parametrize("endpoint", MATRIX)
def test_acl_1_a_route_answers_everybody_as_published(faults, endpoint):
    assert faults(endpoint) == []


def leave_open(**_):
    return "Everybody's letters."


def write_at_a_look(**_):
    record_apart(Person(name="", email="seen@north.example", email_key="seen@north.example", created_at=make.NOON))
    raise NotFound("There is nothing at this address.")


def tell_what_there_is(*, event_slug: str, **_):
    return f"Not for you: {event_slug}", 404


@pytest.mark.parametrize(
    ("view", "fault"),
    [(leave_open, "answers otherwise"), (write_at_a_look, "writes"), (tell_what_there_is, "tells")],
)
def test_acl_1_a_planted_fault_of_a_route_is_seen(app, faults, monkeypatch, view, fault):
    monkeypatch.setitem(app.view_functions, "office.show_orders", open_to_visitors(view))

    assert fault in {said for said, *_ in faults("office.show_orders")}


DRAWN = {("pseudonyms", "name")}  # by lot among a few: two posts may draw the same and a third another


@pytest.fixture
def stored(app, session, walk):
    """The columns that hold something else after a post with fields that no form has."""

    def columns(endpoint: str) -> set[tuple[str, str]]:
        (rule,) = [each for each in walker.rules_of(app) if each.endpoint == endpoint]
        thing, row = next(iter(MATRIX[endpoint].items()))
        (wanted,) = {each for each in row.split() if each not in REFUSED} or {row.split()[-1]}
        step = Step(ACTORS[row.split().index(wanted)], thing, "POST", as_htmx=False)

        def left(**extra) -> dict:
            undone = session.get_bind().begin_nested()
            assert walk.taken(rule, step, **extra).status_code == int(wanted)
            rows = walker.rows_of(session.get_bind())
            undone.rollback()
            return rows

        plain, hostile = left(), left(data=HOSTILE)
        unlike = _unlike(plain, hostile)
        return unlike and unlike - _unlike(plain, left()) - DRAWN

    return columns


def deeds(app) -> set[str]:
    return {rule.endpoint for rule in walker.rules_of(app) if "POST" in rule.methods}


def test_acl_3_every_form_is_posted(app):
    assert deeds(app) == set(DEEDS)


@pytest.mark.parametrize("endpoint", DEEDS)
def test_acl_3_fields_that_no_form_has_are_not_stored(stored, endpoint):
    assert stored(endpoint) == set()


def test_acl_3_a_planted_field_that_is_stored_is_seen(app, stored, monkeypatch):
    def take_any_name(**_):
        signed_in_person().name = request.form.get("role", "")
        return see_other("front.show_me")

    monkeypatch.setitem(app.view_functions, "front.call_oneself", open_to_visitors(take_any_name))

    assert stored("front.call_oneself") == {("people", "name")}


def _unlike(one: dict, other: dict) -> set[tuple[str, str]]:
    """The columns that differ: of two plain posts those that hold something made up by chance."""
    found = set()
    for table in one:
        if len(one[table]) != len(other[table]):
            found.add((table, "rows"))
        for first, second in zip(one[table], other[table], strict=False):
            found |= {(table, column) for column in first if first[column] != second[column]}
    return found
