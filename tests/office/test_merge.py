"""Two records of one person become one: everything that names the one names the other, and nothing is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import MetaData, Table, func, select

from abstracts.models import AbstractStatus, Decision
from core.diary import DiaryEntry
from office import actions
from office.queries import links_to_people
from office.rules import DROPS, STAYS
from people.models import Channel, Consent, Duty, Person, Purpose, Role, SignIn, SignInCode
from people.queries import consents_of
from people.rules import digits_for
from tests import factories as make
from tests.rig.rows import a_row
from tests.test_migrations import unhurried

DAY = timedelta(days=1)
NUMBER = 7700


@pytest.fixture
def kept(session, now):
    return make.a_person(name="Dr Ash Fictum", email="ash@north.example")


@pytest.fixture
def merged(session, now):
    return make.a_person(name="Ash", email="old@south.example")


@pytest.fixture
def hedy(session, now):
    return make.a_person(name="Hedy", role=Role.ORGANISER)


@pytest.fixture
def merge(session, kept, merged, hedy, now):
    def them():
        actions.merge_people(session, kept=kept, merged=merged, by_id=hedy.id, now=now)
        session.commit()

    return them


def plant(session, person: Person) -> None:
    """A row in every table that names a person, by each of its columns that does."""
    links, connection = links_to_people(), session.connection()
    named = {each.table.name: [column.name for column in links if column.table is each.table] for each in links}
    with unhurried(connection):
        for number, (table, columns) in enumerate(named.items(), start=NUMBER):
            stored = reflected(connection, table)
            connection.execute(stored.insert(), a_row(stored, number) | dict.fromkeys(columns, person.id))


def reflected(connection, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=connection, resolve_fks=False)


def naming(session, person_id: int) -> set[str]:
    """The columns in which the planted rows name this person."""
    found = set()
    for column in links_to_people():
        there = select(func.count()).where(column == person_id, column.table.c.id >= NUMBER)
        if session.connection().scalar(there.select_from(column.table)):
            found.add(str(column))
    return found


def test_every_link_to_a_person_is_moved_or_stays_on_purpose(session, kept, merged, merge):
    every = {str(column) for column in links_to_people()}
    assert len(every) >= 12
    plant(session, merged)
    assert naming(session, merged.id) == every

    with unhurried(session.connection()):  # the planted rows hang on nothing
        merge()

    assert naming(session, merged.id) == STAYS
    assert naming(session, kept.id) - STAYS == every - STAYS - DROPS
    assert consents_of(session, kept) == {}  # what was said last was no, and it is said again by the one who is left


def test_what_proves_who_one_is_goes_and_is_nobodys(session, kept, merged, merge, monkeypatch):
    monkeypatch.setattr("office.rules.DROPS", frozenset({"memberships.person_id"}))
    plant(session, merged)

    with unhurried(session.connection()):
        merge()

    assert "memberships.person_id" not in naming(session, merged.id) | naming(session, kept.id)


def test_a_planted_link_that_is_forgotten_is_seen(session, merged, merge, monkeypatch):
    plant(session, merged)
    every = links_to_people()
    monkeypatch.setattr(
        "office.queries.links_to_people", lambda: [column for column in every if column.table.name != "refunds"]
    )

    with unhurried(session.connection()):  # the planted rows hang on nothing
        merge()

    assert naming(session, merged.id) == STAYS | {"refunds.by_id"}


def test_what_stays_is_there_and_cannot_be_changed(session):
    assert {str(column) for column in links_to_people()} >= STAYS


class TestOrdersAndTickets:
    def test_of_the_old_address_are_the_kept_persons(self, browse, session, kept, merged, merge):
        event = make.an_event()
        product = make.a_product(event)
        order = make.an_order(product, event=event, buyer=merged)
        guest = make.an_order(product, event=event, email=merged.email)
        other = make.an_order(product, event=event)
        other.tickets[0].email = other.tickets[0].email_key = merged.email
        session.commit()
        keys = [order.key, guest.key]

        merge()

        client = browse(kept)
        assert [client.get(f"/orders/{key}").status_code for key in keys] == [200, 200]
        assert client.get(f"/tickets/{other.tickets[0].key}").status_code == 200
        assert other.tickets[0].email == kept.email
        assert (order.email, order.email_key) == (kept.email, kept.email_key)
        assert kept.email in order.searchable
        assert merged.email in order.searchable
        assert client.get("/me").text.count(event.name) == 3


class TestAbstracts:
    def test_what_they_wrote_and_where_they_are_named_is_the_kept_ones(self, browse, session, kept, merged, merge):
        call = make.a_call(make.an_event())
        own = make.an_abstract(call, merged)
        naming_one, naming_both = (make.an_abstract(call, status=AbstractStatus.SUBMITTED) for _ in range(2))
        for position, (each, email) in enumerate(
            ((naming_one, merged.email), (naming_both, merged.email), (naming_both, kept.email)), start=2
        ):
            make.an_author(each, position=position, email=email)

        merge()

        assert own.owner_id == kept.id
        assert naming_one.authors[1].email_key == kept.email_key
        assert [each.email_key for each in naming_both.authors[1:]] == [merged.email_key, kept.email_key]
        assert browse(kept).get("/me").text.count(call.name) == 3

    def test_rule_47_their_poster_goes_along_and_two_at_one_event_do_not(self, browse, session, hedy, kept, merged):
        posters = {"status": AbstractStatus.DECIDED, "decision": Decision.POSTER, "authors": 0}
        call, client = make.a_call(make.an_event()), browse(hedy)
        theirs = make.an_abstract(call, poster_key=merged.email_key, **posters)
        make.an_author(theirs, email=merged.email)
        own = make.an_abstract(call, poster_key=kept.email_key, **posters)

        refused = client.post(f"/desk/people/{kept.id}/merge", data={"other": merged.id})
        own.poster_key = None
        session.commit()
        taken = client.post(f"/desk/people/{kept.id}/merge", data={"other": merged.id})

        session.expire_all()
        assert (refused.status_code, taken.status_code) == (409, 303)
        assert "presents a poster at the same event" in refused.text
        assert theirs.poster_key == kept.email_key


class TestDuties:
    @pytest.mark.parametrize(
        ("one", "other", "left"),
        [(None, None, None), (None, 1, None), (1, None, None), (1, 2, 2), (2, 1, 2)],
        ids=["no end", "one has an end", "the other has", "a later end", "an earlier end"],
    )
    def test_one_that_both_hold_is_held_once_and_the_longer(self, session, kept, merged, merge, now, one, other, left):
        day = {None: None, 1: now.date() + DAY, 2: now.date() + 2 * DAY}
        make.saved(Duty(person_id=kept.id, role=Role.DOOR, ends_on=day[one]))
        make.saved(Duty(person_id=merged.id, role=Role.DOOR, ends_on=day[other]))
        make.saved(Duty(person_id=merged.id, role=Role.CONVENOR, scope="Women in leadership"))

        merge()

        held = session.execute(select(Duty.role, Duty.ends_on).where(Duty.person_id == kept.id).order_by(Duty.id)).all()
        assert held == [(Role.DOOR, day[left]), (Role.CONVENOR, None)]
        assert session.scalar(select(func.count(Duty.id)).where(Duty.person_id == merged.id)) == 0


def test_what_both_said_is_one_and_no_beats_yes(browse, session, kept, merged, merge):
    browse(kept).post("/me/consents", data={"agreed": ["news-email", "surveys-email"]})
    browse(merged).post("/me/consents", data={"agreed": ["news-email", "news-post"]})
    browse(merged).post("/me/consents", data={"agreed": ["news-post"]})

    merge()

    assert set(consents_of(session, kept)) == {(Purpose.SURVEYS, Channel.EMAIL), (Purpose.NEWS, Channel.POST)}
    assert session.scalar(select(func.count(Consent.id)).where(Consent.person_id == merged.id)) == 3  # kept as said


def test_the_merged_record_is_signed_out_everywhere(browse, session, kept, merged, merge):
    old, own = browse(merged), browse(kept)

    merge()

    assert (old.get("/me").status_code, own.get("/me").status_code) == (303, 200)
    assert session.scalar(select(func.count(SignIn.id)).where(SignIn.ended_at.is_not(None))) == 1


def test_the_old_address_leads_to_the_kept_person_once_its_mailbox_is_proved(app, browse, session, kept, merged, merge):
    merge()
    client = browse()
    client.post("/sign-in", data={"email": "OLD@south.example"})
    assert client.get("/me").status_code == 303
    code = session.scalars(select(SignInCode)).one()
    assert code.email_key == "old@south.example"

    client.post("/sign-in/code", data={"code": digits_for(app.config["SECRET_KEY"], code)})

    assert "ash@<wbr>north.example" in client.get("/me").text
    assert session.scalar(select(func.count(Person.id))) == 3


class TestOnTheDesk:
    @pytest.fixture
    def head(self, browse, hedy):
        return browse(hedy)

    def test_one_looks_for_the_other_sees_what_moves_and_presses(self, head, session, kept, merged):
        event = make.an_event()
        make.an_order(make.a_product(event), event=event, buyer=merged)
        address = f"/desk/people/{kept.id}/merge"
        assert address in head.get(f"/desk/people/{kept.id}").text

        found = head.get(address, query_string={"q": "ash"}).text
        assert f"{address}?other={merged.id}" in found
        assert f"other={kept.id}" not in found
        preview = head.get(address, query_string={"other": merged.id}).text
        assert "1 order, with" in preview
        assert session.get_one(Person, merged.id).merged_into_id is None
        answer = head.post(address, data={"other": merged.id}, follow_redirects=True)

        session.expire_all()
        assert "The two records are one." in answer.text
        assert "Hedy merged two people" in answer.text
        assert merged.merged_into_id == kept.id
        entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "merged two people")).one()
        assert (entry.object_id, entry.after) == (kept.id, {"merged": merged.id})
        assert "was merged into" in head.get(f"/desk/people/{merged.id}").text

    def test_to_look_costs_few_questions(self, head, kept, merged, statements):
        address = f"/desk/people/{kept.id}/merge?other={merged.id}"
        statements.clear()

        assert head.get(address).status_code == 200

        assert len(statements) == 4  # who asks and their duties, the two records, what moves

    def test_each_with_something_of_which_one_has_only_one_is_refused_and_nothing_changes(
        self, head, session, kept, merged
    ):
        connection = session.connection()
        memberships = reflected(connection, "memberships")
        for number, person in enumerate((kept, merged), start=NUMBER):
            connection.execute(memberships.insert(), a_row(memberships, number) | {"person_id": person.id})
        session.commit()

        answer = head.post(f"/desk/people/{kept.id}/merge", data={"other": merged.id})

        assert answer.status_code == 409
        assert "only one (memberships)" in answer.text
        assert session.get_one(Person, merged.id, populate_existing=True).merged_into_id is None

    def test_what_cannot_be_merged_is_refused(self, head, session, hedy, kept, merged):
        for into, other, status in (
            (kept.id, kept.id, 409),
            (kept.id, hedy.id, 409),
            (kept.id, 999_999, 404),
            (999_999, kept.id, 404),
            (kept.id, "nobody", 303),
        ):
            assert head.post(f"/desk/people/{into}/merge", data={"other": other}).status_code == status
        assert head.post(f"/desk/people/{kept.id}/merge", data={"other": merged.id}).status_code == 303
        assert head.post(f"/desk/people/{kept.id}/merge", data={"other": merged.id}).status_code == 409
