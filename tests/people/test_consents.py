"""What people agree to be told: unticked, apart by purpose and channel, kept with its words, withdrawn at once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.outbox import OutgoingLetter
from people import actions, queries, rules
from people.documents import unsubscribe_link
from people.models import Answer, Channel, Consent, Purpose
from tests import factories as make

NEWS = (Purpose.NEWS, Channel.EMAIL)
SPONSORS = (Purpose.SPONSORS, Channel.EMAIL)
EVERY = {(purpose, channel) for purpose in Purpose for channel in Channel}
ADDRESS = "/me/consents"


def names(*subjects) -> dict:
    return {"agreed": [f"{purpose.value}-{channel.value}" for purpose, channel in subjects]}


def ticked(page: str) -> int:
    boxes = re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>", page)
    assert len(boxes) == 9
    return len([box for box in boxes if "checked" in box])


def said(session) -> list[tuple]:
    rows = select(Consent.purpose, Consent.channel, Consent.answer).order_by(Consent.id)
    return [tuple(row) for row in session.execute(rows)]


@pytest.fixture
def ash(session, now):
    return make.a_person(name="Ash")


class TestRules:
    def test_every_purpose_has_words_of_its_own_by_every_channel(self):
        assert set(rules.CONSENT_WORDS) == EVERY
        assert len(set(rules.CONSENT_WORDS.values())) == 9

    @pytest.mark.parametrize(
        ("standing", "wanted", "answers"),
        [
            (set(), set(), {}),
            (set(), {NEWS}, {NEWS: Answer.GRANTED}),
            ({NEWS}, {NEWS}, {}),
            ({NEWS}, set(), {NEWS: Answer.WITHDRAWN}),
            ({NEWS}, {SPONSORS}, {NEWS: Answer.WITHDRAWN, SPONSORS: Answer.GRANTED}),
        ],
        ids=["nothing", "a first yes", "the same again", "a no", "another instead"],
    )
    def test_only_what_is_new_is_said(self, standing, wanted, answers):
        assert rules.new_answers(standing, wanted) == answers


def broken_promises(browse, session, person, now) -> set[str]:
    """What rule 58 promises and the pages of ``person``, who has said nothing yet, do not keep."""
    client, broken = browse(person), set()
    if ticked(client.get(ADDRESS).text):
        broken.add("unticked")
    for subject in sorted(EVERY, key=str):
        client.post(ADDRESS, data=names(subject))
        session.expire_all()
        allowed = {
            (purpose, channel) for purpose, channel in EVERY if queries.may_be_told(session, person, channel, purpose)
        }
        if allowed != {subject}:
            broken.add("separate by channel and purpose")
        last = session.scalars(
            select(Consent).where(Consent.answer == Answer.GRANTED).order_by(Consent.id.desc())
        ).first()
        if (last.wording, last.version) != (rules.CONSENT_WORDS[subject], rules.CONSENT_VERSION) or last.said_at != now:
            broken.add("stored with wording and time")
    client.post(ADDRESS, data=names(*EVERY))
    client.post(f"{ADDRESS}/withdraw")
    session.expire_all()
    if queries.consents_of(session, person) or ticked(client.get(ADDRESS).text):
        broken.add("withdrawn in one step")
    if len(said(session)) != 9 + 8 + 8 + 9:  # each yes, each no by the next, the other eight, and all taken back
        broken.add("history kept")
    return broken


def test_rule_58_consent_is_unticked_separate_stored_and_withdrawn_in_one_step(browse, session, ash, now):
    assert broken_promises(browse, session, ash, now) == set()


def forget_the_channel(standing, wanted):
    purposes = {purpose for purpose, _ in wanted}
    return {each: Answer.GRANTED for each in EVERY - standing if each[0] in purposes} | {
        each: Answer.WITHDRAWN for each in standing if each[0] not in purposes
    }


def forget_to_withdraw(standing, wanted):
    return {each: Answer.GRANTED for each in wanted - standing}


@pytest.mark.parametrize(
    ("planted", "broken"),
    [
        (forget_the_channel, "separate by channel and purpose"),
        (forget_to_withdraw, "withdrawn in one step"),
        (forget_to_withdraw, "history kept"),
    ],
)
def test_rule_58_a_planted_fault_is_seen(browse, session, ash, now, monkeypatch, planted, broken):
    monkeypatch.setattr("people.rules.new_answers", planted)

    assert broken in broken_promises(browse, session, ash, now)


def test_rule_58_an_answer_without_its_words_is_seen(browse, session, ash, now, monkeypatch):
    monkeypatch.setattr("people.actions.consents.Consent", lambda **given: Consent(**given | {"wording": ""}))

    assert "stored with wording and time" in broken_promises(browse, session, ash, now)


def test_rule_58_booking_needs_no_consent_and_its_letter_comes_without(browse, session, ash, now):
    event = make.an_event()
    product = make.a_product(event)

    answer = browse(ash).post(f"/events/{event.slug}/tickets", data=make.a_booking(product, email=ash.email))

    assert answer.status_code == 303
    assert session.scalar(select(func.count(Consent.id))) == 0
    assert "registration/email/confirmed" in session.scalars(select(OutgoingLetter.kind)).all()


def test_rule_58_sharing_with_sponsors_is_a_tick_of_its_own(browse, session, ash):
    browse(ash).post(ADDRESS, data=names(*(EVERY - {SPONSORS})))

    assert not queries.may_be_told(session, ash, Channel.EMAIL, Purpose.SPONSORS)
    assert queries.may_be_told(session, ash, Channel.EMAIL, Purpose.NEWS)


def test_what_is_taken_back_is_what_was_agreed_to_though_its_words_have_changed(session, ash, now, monkeypatch):
    actions.agree(session, person=ash, wanted={NEWS}, now=now)
    session.flush()
    old = rules.CONSENT_WORDS[NEWS]
    monkeypatch.setitem(rules.CONSENT_WORDS, NEWS, "Other words.")
    monkeypatch.setattr(rules, "CONSENT_VERSION", "2030-01")

    actions.agree(session, person=ash, wanted=set(), now=now + timedelta(days=1))
    session.flush()

    rows = session.execute(select(Consent.wording, Consent.version, Consent.said_at).order_by(Consent.id)).all()
    assert rows == [(old, "2026-11", now), (old, "2026-11", now + timedelta(days=1))]


def test_what_stands_is_one_question(session, ash, now, statements):
    for wanted in (EVERY, {NEWS}, {NEWS, SPONSORS}):
        actions.agree(session, person=ash, wanted=wanted, now=now)
        session.flush()
    assert ash.id
    statements.clear()

    assert set(queries.consents_of(session, ash)) == {NEWS, SPONSORS}
    assert len(statements) == 1


@pytest.mark.parametrize("typed", [["news-pigeon"], ["news"], ["email-news"], ["news-email", ""]])
def test_what_no_box_says_is_refused(browse, session, ash, typed):
    assert browse(ash).post(ADDRESS, data={"agreed": typed}).status_code == 422
    assert said(session) == []


def test_one_sees_and_changes_only_ones_own(browse, session, ash):
    fenn = make.a_person()
    browse(fenn).post(ADDRESS, data=names(NEWS) | {"person_id": ash.id})

    assert ticked(browse(ash).get(ADDRESS).text) == 0
    assert ticked(browse(fenn).get(ADDRESS).text) == 1


class TestTheLinkInALetter:
    @pytest.fixture
    def link(self, app, session, ash, now) -> str:
        actions.agree(session, person=ash, wanted=EVERY, now=now)
        session.commit()
        with app.app_context():
            return unsubscribe_link(ash).removeprefix("http://localhost")

    def test_takes_all_of_it_back_with_one_button_and_no_sign_in(self, browse, session, ash, link):
        page = browse().get(link)
        assert "Stop all of it" in page.text
        assert len(queries.consents_of(session, ash)) == 9  # to look changes nothing

        answer = browse().post(link, follow_redirects=True)

        session.expire_all()
        assert "no more of these" in answer.text
        assert queries.consents_of(session, ash) == {}

    def test_is_good_for_nobody_else(self, browse, session, ash, link):
        fenn = make.a_person()
        token = link.rpartition("/")[2]

        for address in (
            f"/unsubscribe/{fenn.id}/{token}",
            f"/unsubscribe/{ash.id}/{token}x",
            "/unsubscribe/999/x",
            "/unsubscribe/1/é",
        ):
            assert browse().get(address).status_code == browse().post(address).status_code == 404
        assert len(queries.consents_of(session, ash)) == 9
