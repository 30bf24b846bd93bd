"""Names among the reviewers of an abstract: drawn at random, and twice by nobody."""

from sqlalchemy import select

from abstracts.actions import draw_pseudonym
from abstracts.models import Pseudonym
from abstracts.rules.discussing import free_names
from tests.abstracts.judging import a_review, a_reviewer, in_review


def name_of(session, review) -> str:
    return session.scalars(select(Pseudonym.name).where(Pseudonym.review_id == review.id)).one()


def firsts(session, call, abstracts: int = 30) -> tuple[int, int]:
    """Of how many abstracts the first of two reviewers is named first, and how many names the first has."""
    first, second = a_reviewer(call), a_reviewer(call)
    names = []
    for _ in range(abstracts):
        abstract = in_review(call)
        pair = [a_review(abstract, each) for each in (first, second)]
        for each in pair:
            draw_pseudonym(session, review=each)
        names.append([name_of(session, each) for each in pair])
    return sum(mine < theirs for mine, theirs in names), len({mine for mine, _ in names})


def test_r_14_no_name_tells_who_was_first_or_who_it_was_elsewhere(session, call):
    first, different = firsts(session, call)

    assert 2 < first < 28  # by chance alone it is outside once in two million times
    assert different > 8


def test_r_14_names_planted_in_order_are_seen(session, call, monkeypatch):
    monkeypatch.setattr("abstracts.actions.discussing.SystemRandom.shuffle", lambda self, names: None)

    assert firsts(session, call, 5) == (5, 1)


def test_r_14_two_who_draw_at_once_have_two_names(session, call, monkeypatch):
    abstract = in_review(call)
    early, late = (a_review(abstract, a_reviewer(call)) for _ in range(2))
    draw_pseudonym(session, review=early)
    taken = name_of(session, early)
    monkeypatch.setattr("abstracts.actions.discussing.free_names", lambda _: [taken, "Reviewer Z9"])
    monkeypatch.setattr("abstracts.actions.discussing.SystemRandom.shuffle", lambda self, names: None)

    draw_pseudonym(session, review=late)
    draw_pseudonym(session, review=late)  # whoever has one keeps it

    assert name_of(session, late) == "Reviewer Z9"


def test_names_do_not_run_out():
    taken = set(free_names(set()))

    assert len(taken) == 24
    assert len(free_names(taken)) == 576
