"""What a delegate says to exhibitors is their own act, kept with its words, and taken back in one step (rule 58)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.diary import DiaryEntry
from people.access import Visitor
from registration import actions, rules
from registration.models import ExportedLead, Lead, LeadExport, Say, SharingAnswer
from registration.rules import Place
from tests import factories as make
from tests.registration.standing import BUYER, a_standing_order, opened
from tests.stands import MINUTE, a_lead, an_exhibitor, said, scanned, seen, who_scans_for

NO = {"say": "no"}


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027", name="Leaders in Healthcare")


@pytest.fixture
def exhibitor(event):
    return an_exhibitor(event)


@pytest.fixture
def ticket(event):
    return make.an_order(make.a_product(event), event=event, name="Dr Ash Fictum", email="ash@north.example").tickets[0]


@pytest.fixture
def delegate(browse, ticket):
    return opened(browse(), ticket.order)


@pytest.fixture
def address(ticket):
    return f"/tickets/{ticket.key}/exhibitors"


def yes(exhibitor) -> dict[str, str]:
    return {"say": "yes", "seen": seen(exhibitor)}


def words_kept(session) -> list[tuple]:
    found = select(SharingAnswer.exhibitor_id, SharingAnswer.answer, SharingAnswer.wording, SharingAnswer.said_at)
    return [tuple(row) for row in session.execute(found.order_by(SharingAnswer.id))]


def test_rule_58_each_exhibitor_has_a_tick_of_its_own_and_none_is_ticked(delegate, address, event, exhibitor):
    an_exhibitor(event, "Sable Scans")
    an_exhibitor(make.an_event(), "Elsewhere")
    an_exhibitor(event, "Closed", is_open=False)

    shown = delegate.get(address).text

    assert shown.count('type="checkbox"') == 2
    assert " checked" not in shown
    assert all(rules.sharing_words(exhibitor, with_role=False) in shown for exhibitor in (exhibitor,))
    assert ("Elsewhere" in shown, "Closed" in shown) == (False, False)


def test_rule_58_a_yes_is_kept_with_its_words_and_time(session, delegate, address, event, exhibitor):
    an_exhibitor(event, "Sable Scans")

    assert delegate.post(address, data={"exhibitors": [seen(exhibitor)]}).status_code == 303

    words = (
        "Larkmere Rotas may hold my name, my organisation and my email address. "
        "We write once about rota software, and keep names for a year."
    )
    assert words_kept(session) == [(exhibitor.id, Say.YES, words, make.NOON)]
    entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "answered an exhibitor")).one()
    assert entry.after == {"exhibitor": exhibitor.id, "answer": "yes"}


def test_nothing_ticked_says_nothing(session, delegate, address, exhibitor):
    answer = delegate.post(address, data={})

    assert answer.status_code == 422
    assert "Tick at least one exhibitor" in answer.text
    assert words_kept(session) == []


def test_rule_58_who_asked_and_when_is_on_the_ticket_until_it_is_answered(
    session, delegate, address, ticket, exhibitor
):
    scanned(ticket, exhibitor, who_scans_for(exhibitor), at=make.NOON + 2 * MINUTE)
    page = f"/tickets/{ticket.key}"
    asked = delegate.get(page).text
    assert "Larkmere Rotas would like your details" in asked
    assert "stand 12 at 13:02" in asked
    assert rules.sharing_words(exhibitor, with_role=False) in asked

    delegate.post(f"{address}/{exhibitor.id}", data=yes(exhibitor))

    assert "would like your details" not in delegate.get(page).text
    assert [row[:2] for row in words_kept(session)] == [(exhibitor.id, Say.YES)]
    assert session.scalar(select(Lead.ticket_id)) == ticket.id


def test_htmx_looks_again_at_the_questions_alone(delegate, ticket, exhibitor):
    scanned(ticket, exhibitor, who_scans_for(exhibitor))

    shown = delegate.get(f"/tickets/{ticket.key}", headers={"HX-Request": "true"}).text

    assert shown.lstrip().startswith('<div id="asked"')
    assert ("Larkmere Rotas" in shown, ticket.code in shown) == (True, False)


def test_rule_58_a_yes_is_taken_back_in_one_step_and_the_lead_is_deleted(session, delegate, address, ticket, exhibitor):
    a_lead(ticket, exhibitor, who_scans_for(exhibitor), note="Liked the demo.")
    assert "Larkmere Rotas may hold your details" in delegate.get(f"/tickets/{ticket.key}").text

    assert delegate.post(f"{address}/{exhibitor.id}", data=NO).status_code == 303

    assert session.scalars(select(Lead)).all() == []
    assert [row[1] for row in words_kept(session)] == [Say.YES, Say.NO]
    assert len({row[2] for row in words_kept(session)}) == 1  # what is taken back is what was agreed to


def test_a_lead_that_outlives_the_yes_would_be_found(session, context, ticket, exhibitor, monkeypatch):
    a_lead(ticket, exhibitor, who_scans_for(exhibitor))
    monkeypatch.setattr(actions.sharing, "delete", lambda table: select(table))
    who = _visitor(ticket)

    actions.say_to_exhibitor(session, ticket=ticket, exhibitor=exhibitor, say=Say.NO, visitor=who, now=make.NOON)

    assert len(session.scalars(select(Lead)).all()) == 1


def test_what_is_said_twice_is_kept_once(session, delegate, address, exhibitor):
    for _ in range(2):
        delegate.post(f"{address}/{exhibitor.id}", data=NO)

    assert [row[1] for row in words_kept(session)] == [Say.NO]


def test_rule_58_a_copy_that_was_taken_is_told_to_the_delegate_also_after_a_no(
    session, delegate, address, ticket, exhibitor
):
    person = who_scans_for(exhibitor)
    a_lead(ticket, exhibitor, person)
    export = make.saved(LeadExport(exhibitor_id=exhibitor.id, by_id=person.id, at=make.NOON + MINUTE, leads=1))
    make.saved(ExportedLead(export_id=export.id, ticket_id=ticket.id))
    assert "They took a copy of their list with you in it" in delegate.get(address).text

    delegate.post(f"{address}/{exhibitor.id}", data=NO)

    shown = delegate.get(address).text
    assert "Copies taken before you took it back" in shown
    assert "4 May 2026, 13:01" in shown


@pytest.mark.parametrize("who", ["nobody", "somebody", "the buyer"])
def test_rule_58_nobody_else_says_it_for_the_delegate(session, browse, event, exhibitor, who):
    product = make.a_product(event)
    order = a_standing_order(event, [Place(product, "Fenn", "fenn@south.example")])
    (ticket,) = order.tickets
    client = opened(browse(), order) if who == "the buyer" else browse(make.a_person() if who == "somebody" else None)

    assert client.get(f"/tickets/{ticket.key}/exhibitors").status_code == 404
    assert client.post(f"/tickets/{ticket.key}/exhibitors", data={"exhibitors": [seen(exhibitor)]}).status_code == 404
    assert client.post(f"/tickets/{ticket.key}/exhibitors/{exhibitor.id}", data=yes(exhibitor)).status_code == 404
    assert words_kept(session) == []


def test_rule_58_several_tickets_at_one_address_give_no_yes_and_take_any_back(session, browse, event, exhibitor):
    product = make.a_product(event)
    order = a_standing_order(event, [Place(product, "Dr Buyer", BUYER), Place(product, "A colleague", BUYER)])
    client, mine = opened(browse(), order), order.tickets[0]
    address = f"/tickets/{mine.key}/exhibitors/{exhibitor.id}"
    scanned(mine, exhibitor, who_scans_for(exhibitor))

    assert "would like your details" not in client.get(f"/tickets/{mine.key}").text
    assert client.post(address, data=yes(exhibitor)).status_code == 409
    assert "We cannot tell whose yes" in client.get(f"/tickets/{mine.key}/exhibitors").text
    assert client.post(address, data=NO).status_code == 303
    assert [row[1] for row in words_kept(session)] == [Say.NO]


def test_an_exhibitor_of_another_event_and_a_closed_one_take_no_yes(session, delegate, address, event):
    foreign, closed = an_exhibitor(make.an_event()), an_exhibitor(event, "Closed", is_open=False)

    assert delegate.post(f"{address}/{foreign.id}", data=yes(foreign)).status_code == 404
    assert delegate.post(f"{address}/{closed.id}", data=yes(closed)).status_code == 409
    assert delegate.post(address, data={"exhibitors": [seen(foreign), seen(closed)]}).status_code == 422
    assert words_kept(session) == []


@pytest.mark.parametrize("is_passed_on", [True, False], ids=["passed on", "kept"])
def test_rule_58_who_gets_the_place_has_said_nothing(session, browse, ticket, exhibitor, delegate, is_passed_on):
    ticket.event.first_day = ticket.event.last_day = make.NOON.date() + timedelta(days=60)
    session.commit()
    person = who_scans_for(exhibitor)
    a_lead(ticket, exhibitor, person)
    export = make.saved(LeadExport(exhibitor_id=exhibitor.id, by_id=person.id, at=make.NOON, leads=1))
    make.saved(ExportedLead(export_id=export.id, ticket_id=ticket.id))
    somebody = {"name": "Fenn", "email": "fenn@south.example", "version": ticket.link_version}

    if is_passed_on:
        assert delegate.post(f"/tickets/{ticket.key}/substitute", data=somebody).status_code == 303

    left = [session.scalars(select(table)).all() for table in (SharingAnswer, Lead, ExportedLead)]
    assert [len(rows) for rows in left] == ([0, 0, 0] if is_passed_on else [1, 1, 1])


def test_the_latest_of_several_words_stands(session, ticket, exhibitor, delegate, address):
    for say in (Say.YES, Say.NO, Say.YES):
        said(ticket, exhibitor, say)

    assert "Take it back" in delegate.get(address).text


def _visitor(ticket):

    return Visitor(0, ticket.email_key, ())
