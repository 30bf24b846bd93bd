"""The demo's calls and abstracts: as many of each kind as there should be, within limits, and of nobody real."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from abstracts import rules
from abstracts.models import Abstract, AbstractFile, AbstractStatus, Agreement, Call, Exhibit, Finding
from abstracts.queries.exchange import abstracts_to_export
from core import files, invariants
from core.db import session
from core.outbox import LetterStatus, OutgoingLetter
from demo import data
from events.models import Event
from people.models import Duty, Person, Role


@pytest.fixture
def sent(closed) -> list[Abstract]:
    ids = session.scalars(select(Abstract.id).where(Abstract.call_id == closed.id))
    return abstracts_to_export(session, closed.event, ids)


def test_nothing_is_wrong_with_it(demo):
    assert invariants.broken(session) == {}
    waiting = select(OutgoingLetter).where(OutgoingLetter.status == LetterStatus.WAITING)
    assert session.scalars(waiting).all() == []


def test_the_calls_days_stay_as_they_are_on_londons_clocks(demo, closed):
    def local(moment) -> str:
        return f"{moment.astimezone(ZoneInfo('Europe/London')) - demo:%a %d %b %Y %H:%M}"

    moments = {
        closed.opens_at: date(2026, 9, 1),
        closed.closes_at: date(2026, 11, 13),
        closed.reviews_due_at: date(2026, 12, 11),
        closed.decisions_at: date(2026, 12, 18),
        closed.accept_by: date(2027, 1, 8),
        closed.register_by: date(2027, 1, 29),
        closed.supplement_at: date(2027, 2, 15),
        closed.embargo_until: date(2027, 3, 16),
    }
    assert [local(each)[:-6] for each in moments] == [f"{day:%a %d %b %Y}" for day in moments.values()]
    assert local(closed.closes_at).endswith("12:00")
    assert local(closed.embargo_until).endswith("00:01")


def test_the_call_asks_for_what_the_domain_says(closed):
    limits = (closed.title_letters, closed.word_limit, closed.conflict_word_limit)
    assert limits == (160, 250, 100)
    assert (closed.coauthor_limit, closed.keyword_limit) == (10, 3)
    assert [each.name for each in closed.headings] == ["Background", "Approach", "Results", "Impact", "Learning"]
    assert [each.name for each in closed.categories] == [
        "Leadership research",
        "Quality and service improvement",
        "Education and faculty",
        "Policy and systems",
        "Green",
        "Inequalities",
        "Work in progress",
    ]
    assert closed.licence


def test_there_are_forty_two_of_which_thirty_six_are_in_review(sent):
    assert Counter(each.status for each in sent) == {
        AbstractStatus.IN_REVIEW: 36,
        AbstractStatus.SUBMITTED: 2,  # they tell of their authors, and wait for the chair
        AbstractStatus.WITHDRAWN: 2,
        AbstractStatus.DRAFT: 2,
    }
    assert sorted(each.number for each in sent) == list(range(1, 43))


def test_rule_38_all_that_counts_came_before_the_deadline_and_the_drafts_do_not_count(closed, sent):
    assert all(each.submitted_at < closed.closes_at for each in sent if each.submitted_at)
    drafts = [each for each in sent if each.status is AbstractStatus.DRAFT]
    assert not any(rules.counts_as_sent(each) for each in drafts)
    assert sum(rules.counts_as_sent(each) for each in sent) == 38


def test_rule_39_what_was_sent_lacks_nothing_and_a_draft_does(sent):
    lacking = {each.number: rules.lacks(each) for each in sent}
    assert [each.number for each in sent if lacking[each.number]] == [
        each.number for each in sent if each.status is AbstractStatus.DRAFT
    ]


def test_rule_41_two_tell_of_their_authors_and_no_other_does(sent):
    flagged = session.execute(select(Finding.abstract_id, Finding.kind)).all()
    assert sorted(kind for _, kind in flagged) == ["name", "organisation"]
    telling = set()
    for abstract in sent:
        text = "\n".join(rules.blind_texts(abstract).values()).casefold()
        names = {each.surname for each in abstract.authors}
        names |= {place for each in abstract.authors for place in each.organisations}
        if any(name.casefold() in text for name in names):
            telling.add(abstract.id)
    assert telling == {abstract_id for abstract_id, _ in flagged}
    assert telling == {each.id for each in sent if each.status is AbstractStatus.SUBMITTED}


def test_rule_41_a_finding_is_where_it_says(sent):
    texts = {each.id: rules.blind_texts(each) for each in sent}
    for finding in session.scalars(select(Finding)):
        assert texts[finding.abstract_id][finding.field][finding.start : finding.end] == finding.words


def test_rule_47_nobody_presents_two(sent):
    presenters = [each.email_key for abstract in sent for each in abstract.authors if each.is_presenter]
    assert len(presenters) == len(set(presenters)) == 42


def test_everybody_is_invented_and_two_to_six_write_each(sent):
    authors = [each for abstract in sent for each in abstract.authors]
    assert {each.given_names for each in authors} <= set(data.FIRST_NAMES)
    assert {each.surname for each in authors} <= set(data.SURNAMES)
    assert {each.organisation for each in authors} <= {name for name, _ in data.ORGANISATIONS}
    assert all(each.email.endswith(".example") for each in authors)
    complete = [len(each.authors) for each in sent if each.submitted_at]
    assert (min(complete), max(complete)) == (2, 6)
    agreements = Counter(each.agreement for each in authors)
    assert agreements[Agreement.DECLINED] == 1
    assert agreements[Agreement.WAITING] > 5
    assert agreements[Agreement.CONFIRMED] > 80


def test_some_have_a_figure_or_a_table_that_is_kept(sent):
    kept = session.scalars(select(AbstractFile)).all()
    assert {each.exhibit for each in kept} == set(Exhibit)
    assert all(files.store().path(each.file.key).is_file() and each.caption for each in kept)
    assert all(each.file.name.startswith("abstract-") for each in kept)


def test_the_texts_are_forty_different_ones_of_every_category(sent):
    texts = ["\n".join(each.words for each in abstract.sections) for abstract in sent if abstract.submitted_at]
    assert len(set(texts)) == 40
    assert {abstract.category.name for abstract in sent if abstract.category} == {
        each.name for each in sent[0].call.categories
    }
    assert min(rules.count_words(text) for text in texts) > 60


def test_a_second_call_is_open_and_somebody_who_signs_in_by_one_click_has_begun(demo, closed):
    call = session.scalars(select(Call).where(Call.slug == "late-breaking")).one()
    today = data.D0 + demo
    assert call.opens_at.date() < today < call.closes_at.date() == today + timedelta(days=30)
    assert (call.word_limit, call.title_letters, call.offers_oral) == (150, 120, False)
    draft = session.scalars(select(Abstract).where(Abstract.call_id == call.id)).one()
    (sign_in,) = (each for each in data.SIGN_INS if each.address == draft.owner.email)
    assert sign_in.goes_to == f"/events/leaders-2027/abstracts/{call.slug}/{draft.number}"
    assert draft.status is AbstractStatus.DRAFT


def test_somebody_who_signs_in_by_one_click_chairs_it(demo, closed):
    chairing = select(Person).join(Duty, Duty.person_id == Person.id).where(Duty.role == Role.ABSTRACT_CHAIR)
    chairs = session.scalars(chairing.where(Duty.event_id == closed.event_id)).all()
    (chair,) = [each for each in chairs if each.email in {one.address for one in data.SIGN_INS}]
    (sign_in,) = (each for each in data.SIGN_INS if each.address == chair.email)
    event = session.get_one(Event, closed.event_id)
    assert sign_in.goes_to == f"/desk/{event.slug}/abstracts"
