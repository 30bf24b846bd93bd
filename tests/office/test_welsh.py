"""An event in Wales in both languages, and the wish for Welsh against its line (domain 2.11, W4)."""

import pytest

from core import outbox
from core.outbox import OutgoingLetter
from events.models import Visibility
from office import actions, queries, rules
from registration.actions import add_question, change_question
from registration.models import QuestionKind
from registration.rules import Wording
from tests import factories as make

WELSH = "/events/wales-2027/cy"


@pytest.fixture
def event(session, now):
    words = {"name_cy": "Arwain yng Nghymru", "summary_cy": "Diwrnod ar arwain.", "getting_in": "By the lift."}
    return make.an_event(slug="wales-2027", name="Leading in Wales", nation="Wales", summary="A day.", **words)


def asked(session, event, organiser):
    return add_question(session, event=event, wording=actions.WELSH_WORDING, by_id=organiser.id, now=make.NOON)


@pytest.mark.parametrize(
    ("wishes", "booked", "interprets"),
    [
        (0, 0, False),
        (0, 1, False),
        (99, 1000, False),
        (100, 1000, True),
        (10, 100, True),
        (1, 10, True),
    ],
    ids=["nobody", "none", "9.9 %", "10 %", "10 in 100", "1 in 10"],
)
def test_a_day_is_interpreted_from_ten_in_a_hundred_on(wishes, booked, interprets):
    assert rules.wants_interpreter(wishes, booked) is interprets


def test_wishes_are_counted_among_those_who_booked_whatever_became_of_the_question(session, event):
    organiser = make.a_person()
    question = asked(session, event, organiser)
    order = make.an_order(make.a_product(event, capacity=20), event=event, tickets=11)
    yes, no = question.choices
    make.an_answer(order.tickets[0], question, yes)
    make.an_answer(order.tickets[1], question, no)
    assert queries.welsh_wish(session, event) == queries.WelshWish(booked=11, wishes=1, silent=9)
    reworded = Wording("Welsh?", "", QuestionKind.CHOICE, "Yes, please\nNo")
    newer = change_question(session, question=question, wording=reworded, by_id=organiser.id, now=make.NOON)
    make.an_answer(order.tickets[2], newer, "Yes, please")
    make.an_answer(order.tickets[3], newer, "No")
    assert queries.welsh_wish(session, event) == queries.WelshWish(booked=11, wishes=2, silent=7)
    order.tickets[0].cancelled_at = make.NOON
    session.commit()
    assert queries.welsh_wish(session, event) == queries.WelshWish(booked=10, wishes=1, silent=7)
    assert queries.welsh_wish(session, make.an_event()) is None


def test_a_line_drawn_elsewhere_is_noticed(monkeypatch):
    monkeypatch.setattr("office.rules.regional.LEAST_WISH_PERCENT", 9)
    assert rules.wants_interpreter(99, 1000)


def test_an_event_with_words_in_welsh_has_a_welsh_page_and_says_what_is_missing(browse, event):
    shown = browse().get(WELSH).text
    for words in ("Arwain yng Nghymru", "Diwrnod ar arwain.", 'lang="cy"', "Nid yw’r rhan hon ar gael yn Gymraeg eto"):
        assert words in shown
    assert '<p lang="en-GB">By the lift.</p>' in shown
    english = browse().get("/events/wales-2027/").text
    for page in (shown, english):
        assert 'hreflang="cy" href="http' in page
        assert 'hreflang="en" href="http' in page
    assert "/events/wales-2027/cy" in browse().get("/sitemap.xml").text


def test_without_words_in_welsh_or_while_it_is_a_draft_there_is_no_welsh_page(browse, session, event):
    assert browse().get(WELSH).status_code == 200
    event.name_cy = event.summary_cy = ""
    session.commit()
    # The page that was kept is not shown any more.
    assert browse().get(WELSH).status_code == 404
    assert "hreflang" not in browse().get("/events/wales-2027/").text
    event.name_cy, event.visibility = "Arwain", Visibility.DRAFT
    session.commit()
    assert browse().get(WELSH).status_code == 404


def test_a_page_that_does_not_ask_for_welsh_words_is_noticed(browse, session, event, monkeypatch):
    event.name_cy = event.summary_cy = ""
    session.commit()
    monkeypatch.setattr("events.models.Event.has_welsh", True)
    assert browse().get(WELSH).status_code == 200


def test_letters_of_an_event_in_wales_say_it_in_welsh_too(app, session, event):
    order = make.an_order(make.a_product(event), event=event)
    letter = session.query(OutgoingLetter).filter_by(recipient=order.email).one()
    with app.test_request_context():
        said = outbox.preview(session, letter)
        assert "Arwain yng Nghymru" in said.subject
        for part in (said.text, said.html):
            assert "Annwyl" in part
            assert "mae gennych le" in part
        event.name_cy = event.summary_cy = ""
        plain = outbox.preview(session, letter)
    assert "Annwyl" not in plain.text + plain.html
