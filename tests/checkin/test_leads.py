"""Exhibitors read a badge only with its delegate's consent, and hold it only as long (domain rule 58)."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select, true

from core.diary import DiaryEntry
from people.models import Duty, Role, SignIn
from registration import queries
from registration.documents import signer
from registration.models import ExportedLead, Lead, LeadExport, Rating, Say
from tests import factories as make
from tests.stands import a_lead, an_exhibitor, said, scanned, who_scans_for


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027", name="Leaders in Healthcare")


@pytest.fixture
def exhibitor(event):
    return an_exhibitor(event)


@pytest.fixture
def delegates(event):
    """Tickets of four people, each with an address of their own: Ash, Bryony, Clover and Dill."""
    product = make.a_product(event)
    names = ("Ash", "Bryony", "Clover", "Dill")
    who = [{"name": f"Dr {name} Canary", "email": f"{name.lower()}@canary.example"} for name in names]
    return [make.an_order(product, event=event, **each).tickets[0] for each in who]


@pytest.fixture
def person(exhibitor):
    return who_scans_for(exhibitor)


@pytest.fixture
def stand(browse, person):
    return browse(person)


@pytest.fixture
def address(event, exhibitor):
    return f"/events/{event.slug}/leads/{exhibitor.id}"


def names_in(text: str) -> set[str]:
    return {name for name in ("Ash", "Bryony", "Clover", "Dill") if name in text or f"{name.lower()}@canary" in text}


def leads(session) -> list[tuple[int, int]]:
    return [tuple(row) for row in session.execute(select(Lead.ticket_id, Lead.exhibitor_id).order_by(Lead.id))]


def test_rule_58_a_scan_without_consent_shows_no_name_and_asks_the_delegate(session, stand, address, delegates):
    answer = stand.post(address, data={"code": delegates[0].code})

    assert answer.status_code == 200
    assert "No consent yet" in answer.text
    assert names_in(answer.text) == set()
    assert delegates[0].code not in answer.text
    assert len(leads(session)) == 1  # the question that waits on the delegate's ticket


def test_rule_58_with_consent_a_scan_is_a_lead_once_however_often(session, stand, address, delegates, exhibitor, app):
    said(delegates[0], exhibitor, Say.YES)
    with app.app_context():
        whole = signer().sign(delegates[0].event_id, delegates[0].code)

    texts = [stand.post(address, data={"code": code}).text for code in (whole, delegates[0].code, whole)]

    assert all("Dr Ash Canary" in text and "are on your list" in text for text in texts)
    assert leads(session) == [(delegates[0].id, exhibitor.id)]


def test_rule_58_who_said_no_is_asked_no_more_and_looks_like_who_said_nothing(
    session, stand, address, delegates, exhibitor
):
    said(delegates[0], exhibitor, Say.NO)

    as_htmx = {"HX-Request": "true"}
    refused, unasked = (stand.post(address, data={"code": each.code}, headers=as_htmx).text for each in delegates[:2])

    assert refused == unasked
    assert leads(session) == [(delegates[1].id, exhibitor.id)]


@pytest.mark.parametrize("code", ["ZZZZZZZZ", "nothing of ours", "the other event's", "given back"])
def test_a_badge_that_is_none_is_told_in_words(session, stand, address, delegates, exhibitor, code):
    said(delegates[0], exhibitor, Say.YES)
    if code == "the other event's":
        other = make.an_event()
        code = make.an_order(make.a_product(other), event=other).tickets[0].code
    elif code == "given back":
        delegates[0].cancelled_at, code = make.NOON, delegates[0].code
        session.commit()

    answer = stand.post(address, data={"code": code})

    assert "Not read" in answer.text
    assert (names_in(answer.text), leads(session)) == (set(), [])


@pytest.fixture
def everybody(delegates, exhibitor, person):
    """Ash agreed and was scanned; Bryony was scanned and said nothing; Clover took it back; Dill agreed, unscanned."""
    ash, bryony, clover, dill = delegates
    a_lead(ash, exhibitor, person, rating=Rating.HOT, note="=cmd|' /C calc'!A0")
    scanned(bryony, exhibitor, person)
    a_lead(clover, exhibitor, person)
    said(clover, exhibitor, Say.NO)
    said(dill, exhibitor, Say.YES)


def everything_shown(stand, address, session) -> str:
    """The list, both copies, and the page of each lead that there may be."""
    texts = [stand.get(address).text]
    texts += [stand.get(f"{address}/{number}").text for number in session.scalars(select(Lead.id).order_by(Lead.id))]
    texts.append(stand.post(f"{address}/export.csv").data.decode("utf-8-sig"))
    book = openpyxl.load_workbook(io.BytesIO(stand.post(f"{address}/export.xlsx").data))
    texts += [str(cell.value) for row in book.active.iter_rows() for cell in row]
    return "\n".join(texts)


def test_rule_58_list_pages_and_copies_hold_only_who_agrees_and_was_scanned(stand, address, session, everybody):
    assert names_in(everything_shown(stand, address, session)) == {"Ash"}


@pytest.mark.parametrize(
    ("guard", "instead"),
    [("says_yes", queries.sharing.is_the_latest_word), ("is_the_latest_word", true)],
    ids=["any answer is a yes", "a yes that was taken back is one"],
)
def test_rule_58_a_query_that_forgets_the_consent_is_found_out(
    stand, address, session, everybody, monkeypatch, guard, instead
):
    monkeypatch.setattr(queries.sharing, guard, instead)

    assert names_in(everything_shown(stand, address, session)) == {"Ash", "Clover"}


def test_rule_58_an_export_is_logged_with_who_took_it_and_who_was_in_it(
    session, stand, address, everybody, person, delegates
):

    answer = stand.post(f"{address}/export.csv")

    (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert (row["Name"], row["Email"], row["Rating"]) == ("Dr Ash Canary", "ash@canary.example", "hot")
    assert row["Note"] == "'=cmd|' /C calc'!A0"  # text, and no formula
    assert row["Agreed to"].startswith("Larkmere Rotas may hold my name")
    (export,) = session.scalars(select(LeadExport))
    assert (export.by_id, export.at, export.leads) == (person.id, make.NOON, 1)
    assert session.scalars(select(ExportedLead.ticket_id)).all() == [delegates[0].id]
    assert "exported leads" in session.scalars(select(DiaryEntry.act)).all()


@pytest.mark.parametrize("is_asked", [True, False], ids=["whether the place stands", "not asked"])
def test_rule_34_a_place_that_was_given_back_is_nobodys_lead(
    session, stand, address, everybody, delegates, monkeypatch, is_asked
):
    delegates[0].cancelled_at = make.NOON
    session.commit()
    if not is_asked:  # planted, so that the check is seen to find it
        monkeypatch.setattr(queries.sharing, "_stands", lambda: (true(),))

    assert names_in(everything_shown(stand, address, session)) == (set() if is_asked else {"Ash"})


def test_an_export_asks_again_who_it_is(session, stand, address, everybody):
    session.scalars(select(SignIn)).one().begun_at -= timedelta(hours=1)
    session.commit()

    assert stand.post(f"{address}/export.csv").status_code == 409
    assert session.scalar(select(func.count(LeadExport.id))) == 0


def test_rule_58_who_took_a_copy_learns_how_many_left_and_not_who(
    session, stand, address, everybody, delegates, exhibitor
):
    stand.post(f"{address}/export.csv")
    assert "Delete your older copies" not in stand.get(address).text

    said(delegates[0], exhibitor, Say.NO)

    shown = stand.get(address).text
    assert "Delete your older copies" in shown
    assert "1 person in a copy" in shown
    assert names_in(shown) == set()


def test_a_lead_is_rated_and_noted(session, stand, address, delegates, exhibitor, person):
    lead = a_lead(delegates[0], exhibitor, person)

    answer = stand.post(f"{address}/{lead.id}", data={"rating": "warm", "note": "Wants a call."})

    assert answer.status_code == 303
    session.refresh(lead)
    assert (lead.rating, lead.note) == (Rating.WARM, "Wants a call.")
    assert stand.post(f"{address}/{lead.id}", data={"rating": "boiling", "note": ""}).status_code == 422


@pytest.mark.parametrize("which", ["another stand's", "one without consent", "one of a place given back"])
def test_a_lead_that_is_not_theirs_to_see_does_not_exist(
    session, stand, address, event, delegates, exhibitor, person, which
):
    if which == "another stand's":
        other = an_exhibitor(event, "Sable Scans")
        lead = a_lead(delegates[0], other, person)
        assert stand.get(f"/events/{event.slug}/leads/{other.id}").status_code == 404
    elif which == "one without consent":
        lead = scanned(delegates[0], exhibitor, person)
    else:
        lead = a_lead(delegates[0], exhibitor, person)
        delegates[0].cancelled_at = make.NOON
        session.commit()

    assert stand.get(f"{address}/{lead.id}").status_code == 404
    assert stand.post(f"{address}/{lead.id}", data={"rating": "hot", "note": "x"}).status_code == 404
    session.refresh(lead)
    assert (lead.rating, lead.note) == (None, "")


def test_a_closed_stand_scans_nobody_and_keeps_who_agrees(session, stand, address, everybody, delegates, exhibitor):
    exhibitor.is_open = False
    session.commit()

    assert stand.post(address, data={"code": delegates[3].code}).status_code == 409
    assert names_in(stand.get(address).text) == {"Ash"}


def test_who_works_for_one_stand_is_sent_there_and_who_works_for_two_chooses(browse, event, exhibitor, person, stand):
    assert stand.get(f"/events/{event.slug}/leads").location.endswith(f"/leads/{exhibitor.id}")
    other = an_exhibitor(event, "Sable Scans")
    make.saved(Duty(person_id=person.id, event_id=event.id, role=Role.EXHIBITOR, scope=other.name))

    shown = stand.get(f"/events/{event.slug}/leads")
    assert ("Sable Scans" in shown.text, "Larkmere Rotas" in shown.text) == (True, True)


def test_htmx_gets_the_answer_with_the_list(stand, address, delegates, exhibitor):
    said(delegates[0], exhibitor, Say.YES)

    answer = stand.post(address, data={"code": delegates[0].code}, headers={"HX-Request": "true"})

    assert answer.text.lstrip().startswith('<div id="leads">')
    assert "<html" not in answer.text
    assert "Dr Ash Canary" in answer.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_three_leads_as_for_one(
    stand, address, delegates, exhibitor, person, statements, rows
):
    for ticket in delegates[:rows]:
        a_lead(ticket, exhibitor, person)
    statements.clear()

    assert stand.get(address).status_code == 200

    assert len(statements) == 5
