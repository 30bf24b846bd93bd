"""The letters of the waiting list: what they say, when they are not sent, and what they hide from the desk."""

import pytest
from sqlalchemy import select

from core import outbox
from core.outbox import LetterStatus, OutgoingLetter
from registration import queries
from registration.actions import take_off_list
from registration.models import BookingCode, WaitingEntry
from tests import factories as make
from tests.registration.lists import LIFE, books, gives_back, joins, offers


@pytest.fixture
def event(session, now):
    return make.an_event(slug="england-2027", name="Leading in England")


@pytest.fixture
def sent(app, session, catcher):
    """All letters to who waits, as they were delivered."""

    def letters(email="waits@north.example"):
        with app.app_context():
            while outbox.send_next():
                pass
        session.expire_all()
        return catcher.messages(email)

    return letters


def the_code(session) -> str:
    return session.scalars(select(BookingCode.code)).one()


def test_joining_says_for_what_and_for_how_many_and_has_the_link(session, sold_out, sent):
    joins(session, sold_out, places=2)

    (letter,) = sent()

    assert letter.subject == "On the waiting list: Leading in England"
    assert "You wait for 2 places at Leading in England" in letter.text
    assert "pay nothing until you book" in letter.text
    key = session.scalars(select(WaitingEntry.key)).one()
    assert f"/waiting/{key}/open/" in letter.text


def test_an_offer_says_until_when_in_the_time_of_the_place_and_leads_to_the_booking(session, sold_out, sent):
    joins(session, sold_out)
    gives_back(session, sold_out)
    offers(session, sold_out)

    letter = sent()[-1]

    assert letter.subject == "A place is yours until 5 May 2026, 13:00: Leading in England"  # NOON is 13:00 in London
    assert f"/events/england-2027/tickets?code={the_code(session)}" in letter.text
    assert "Nobody else can book it until then." in letter.text


def test_a_group_is_offered_its_places_in_one_letter(session, sold_out, sent):
    joins(session, sold_out, places=2)
    for _ in range(2):
        gives_back(session, sold_out)
    offers(session, sold_out)

    assert sent()[-1].subject.startswith("2 places are yours until")


def test_a_lapse_is_told_kindly_and_how_to_wait_again(session, sold_out, sent, monkeypatch):
    joins(session, sold_out)
    gives_back(session, sold_out)
    offers(session, sold_out)
    offers(session, sold_out, make.NOON + LIFE)
    monkeypatch.setattr("core.clock.now", lambda: make.NOON + LIFE)

    letter = sent()[-1]

    assert letter.subject == "Your offer has ended: Leading in England"
    assert "There is nothing you need to do, and nothing to pay." in letter.text
    assert f"/events/england-2027/waiting/{sold_out.id}" in letter.text


def test_an_offer_that_ended_with_the_sale_is_not_to_be_waited_for_again(session, sold_out, sent, monkeypatch):
    joins(session, sold_out)
    gives_back(session, sold_out)
    offers(session, sold_out)
    offers(session, sold_out, sold_out.sales_close_at)
    monkeypatch.setattr("core.clock.now", lambda: sold_out.sales_close_at)

    letter = sent()[-1]

    assert "Booking has closed. Thank you for waiting." in letter.text
    assert "wait again" not in letter.text


def test_who_is_taken_off_is_told_why(session, sold_out, sent):
    entry = joins(session, sold_out)
    with make.app.app_context():
        take_off_list(
            session,
            entry=queries.locked_entry(session, entry),
            reason=1,
            by_id=make.a_person().id,
            now=make.NOON,
        )
    session.commit()

    letter = sent()[-1]

    assert letter.subject == "Off the waiting list: Leading in England"
    assert "You have a place already." in letter.text


@pytest.mark.parametrize("what", ["it has ended", "it is booked"])
def test_an_offer_that_is_no_more_is_not_sent(session, sold_out, sent, monkeypatch, what):
    entry = joins(session, sold_out)
    gives_back(session, sold_out)
    offers(session, sold_out)
    if what == "it has ended":
        monkeypatch.setattr("core.clock.now", lambda: make.NOON + LIFE)
    else:
        books(session, sold_out, entry.code)
        offers(session, sold_out)

    assert not [letter for letter in sent() if letter.subject.startswith("A place is yours")]
    kind = OutgoingLetter.kind == "registration/email/waiting_offer"
    assert session.scalars(select(OutgoingLetter.status).where(kind)).all() == [LetterStatus.DROPPED]


@pytest.mark.parametrize("kind", ["joined", "offer"])
def test_the_desk_reads_a_letter_without_what_opens_or_books(app, session, sold_out, kind):
    joins(session, sold_out)
    gives_back(session, sold_out)
    offers(session, sold_out)
    wanted = OutgoingLetter.kind == f"registration/email/waiting_{kind}"

    with app.app_context():
        seen = outbox.preview(session, session.scalars(select(OutgoingLetter).where(wanted)).one())

    assert the_code(session) not in seen.text + seen.html
    assert "/open/" not in seen.text + seen.html
    assert "Leading in England" in seen.text
