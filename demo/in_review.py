"""Who reviews the closed call of the invented conference, and how far they are on D0.

Eighteen reviewers, of whom four work where authors of some abstracts do; one of the four is an author. A chair is
recused on one abstract, and a second chair sees to it. About two thirds of the reviews are in; of one abstract they
differ so much that its reviewers talk it over. One more is for practice, and ``reader`` alone has not scored it.
"""

import random
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from abstracts import actions, queries, rules
from abstracts.models import (
    Abstract,
    AbstractAnswer,
    AbstractStatus,
    AskedAs,
    Call,
    CallQuestion,
    Concern,
    Lead,
    Review,
    Reviewer,
    Wish,
)
from abstracts.rules import USUAL_CRITERIA, Judgement, ReviewerProfile, RubricNumbers
from demo import data
from events.rules import local_day
from people.actions import person_at
from people.models import Duty, Person, Role

ELSEWHERE = (
    "Mereport Postgraduate Deanery",
    "Windle Fell Ambulance College",
    "Quillstone Business School",
    "Tarn and Holm Hospice",
)
READERS = (
    *("Prof Bryony Leafwell", "Dr Sorrel Pagett", "Ms Clover Inkpen", "Dr Heath Quireson", "Mr Reed Folioux"),
    *("Dr Thyme Vellum", "Prof Elder Scripton", "Dr Myrtle Margin", "Ms Laurel Foxmark", "Mx Larch Bindery"),
    *("Dr Yarrow Colophon", "Dr Linden Octavo", "Mr Rowan Quarto", "Dr Sage Duodecim", "Ms Ash Prelim"),
)
SAME_TRUST = 3  # with the author they are four
INTERESTS = (
    "Rotas, rest and what makes trainees stay",
    "Quality improvement on wards, handover, ward rounds and safety huddles",
    "Teaching leadership, coaching, mentoring and faculty development",
    "Policy, commissioning, integrated care and how decisions are made",
    "Green theatres, travel, waste and what leaders can do about them",
)
COMMENTS = (
    "A clear question and honest figures. Say how the wards were chosen.",
    "I would hear this. The results need a comparison, if only with last year.",
    "Well written. What became of those who left the programme?",
    "The idea is good and the numbers are small; say so, and what you will measure next.",
    "It says what was done, and less of what others could take from it.",
)
ASKED = "Your scores are far apart. What do you see in it that the others may have missed?"
ANSWERS = (
    "The figures are small, but the question is one that every ward has. I would not hold the size against it.",
    "I held just that against it: eight weeks on one ward, and nothing to compare with.",
    "Read again. What they did is clearer than I gave them credit for, so I have raised my score for that.",
)
PRACTICE = (
    "Tea rounds and the four-hour target: an observational study",
    "Aims: to see whether departments that make tea for each other wait less.\n\nMethods: eleven emergency departments "
    "counted cups for one week in May. Waiting times came from the usual returns.\n\nResults: departments with over "
    "nine cups to the shift saw 4% more patients within four hours. The two that do not drink tea were left out.\n\n"
    "Conclusion: leaders should buy a bigger pot. We have not asked what the coffee drinkers think.",
)
DAY = timedelta(days=1)


def review(session: Session, call: Call, chair: Person, reader: Person, now: datetime) -> None:
    """The call is in the midst of its review; ``reader`` has some left, and ``chair`` may not touch one abstract."""
    chance = random.Random(42)  # noqa: S311  the same demo each time
    about = {"by_id": chair.id, "now": call.opens_at}
    shown = rules.mark_of_rubric(queries.rubric_of(session, call))
    actions.set_rubric(session, call=call, numbers=RubricNumbers(), criteria=USUAL_CRITERIA, shown=shown, **about)
    in_review = select(Abstract).where(Abstract.call_id == call.id, Abstract.status == AbstractStatus.IN_REVIEW)
    abstracts = list(session.scalars(in_review.order_by(Abstract.number)))
    reviewers = _ask(session, chance, call, [(reader.email, reader.name), *_others(abstracts[4])], chair)
    _recuse(session, call, chair, abstracts[7])
    _share_out(session, call, call.closes_at + DAY)
    since = min(now, call.closes_at + 8 * DAY) - call.closes_at - DAY
    _score(session, chance, reviewers, since)
    _practise(session, call, chair, reviewers[1:], since)
    _discuss(session, call, chair, reader, since)
    _name_prizes(session, call, abstracts, chair)


def _others(by_an_author: Abstract) -> list[tuple[str, str]]:
    named = [(f"{name.split(' ', 1)[1]}@readers.example".replace(" ", ".").lower(), name) for name in READERS]
    return [*named, ("teasel.erratum@readers.example", "Dr Teasel Erratum"), (by_an_author.owner.email, "")]


def _ask(
    session: Session, chance: random.Random, call: Call, asked: list[tuple[str, str]], chair: Person
) -> list[Reviewer]:
    """They are asked before the call closes, and all say yes."""
    reviewers = []
    for place, (email, name) in enumerate(asked):
        when = call.closes_at - (15 - place % 9) * DAY
        reviewer = actions.invite_reviewer(session, call=call, email=email, name=name, by_id=chair.id, now=when)
        known = chance.sample([each.id for each in call.categories], 3)
        organisation = ELSEWHERE[place % len(ELSEWHERE)]
        if 1 <= place <= SAME_TRUST:
            organisation = data.ORGANISATIONS[place + 1][0]
        elif place == len(asked) - 1:
            organisation = _works_at(session, call, reviewer)
        profile = ReviewerProfile(
            organisation=organisation,
            interests=INTERESTS[place % len(INTERESTS)],
            least=3,
            most=8 if place % 4 else 10,
            levels=dict(zip(known, (3, 2, 1), strict=True)),
        )
        actions.accept_reviewing(session, reviewer=reviewer, profile=profile, now=when + DAY)
        offered = [each.id for each in queries.biddable(session, reviewer)]
        wishes = {each: chance.choice((Wish.EAGER, Wish.WILLING, Wish.WILLING, Wish.RELUCTANT)) for each in offered}
        wanted = {each: wish for each, wish in wishes.items() if chance.random() < 0.25}
        given = {"wishes": wanted, "conflicts": set(), "now": call.closes_at + DAY / 2}
        actions.save_bids(session, reviewer=reviewer, **given)
        reviewers.append(reviewer)
    return reviewers


def _name_prizes(session: Session, call: Call, abstracts: list[Abstract], chair: Person) -> None:
    """The three of domain.md 3.2; who may win them is asked of the authors."""
    label = "Did people of several professions do this work together?"
    place = {"position": len(call.questions) + 1, "is_required": False}
    together = CallQuestion(call_id=call.id, label=label, asked_as=AskedAs.TICK, **place)
    session.add(together)
    session.flush()
    session.add_all(
        AbstractAnswer(abstract_id=each.id, question_id=together.id, value="yes") for each in abstracts[::3]
    )
    about = {"call": call, "by_id": chair.id, "now": call.closes_at}
    actions.add_prize(session, name="Best student abstract", lead=Lead.STUDENT, question_id=None, **about)
    actions.add_prize(session, name="Best trainee abstract", lead=Lead.TRAINEE, question_id=None, **about)
    name = "Best abstract of a multi-professional team"
    actions.add_prize(session, name=name, lead=None, question_id=together.id, **about)


def _works_at(session: Session, call: Call, reviewer: Reviewer) -> str:
    own = select(Abstract).where(Abstract.call_id == call.id, Abstract.owner_id == reviewer.person_id)
    return session.scalars(own).one().authors[0].organisation


def _recuse(session: Session, call: Call, chair: Person, abstract: Abstract) -> None:
    when = call.closes_at + 5 * timedelta(hours=1)
    second = person_at(session, email="teasel.secondchair@plenary.example", name="Dr Teasel Secondchair", now=when)
    session.add(Duty(person_id=second.id, event_id=call.event_id, role=Role.ABSTRACT_CHAIR))
    session.flush()
    actions.set_conflict(session, abstract=abstract, person_id=chair.id, by_id=second.id, now=when)


def _share_out(session: Session, call: Call, now: datetime) -> None:
    # Here, since it takes a second to import and the demo is loaded once.
    from abstracts.solver.sharing import plan

    actions.find_conflicts(session, call=call, now=now)
    today = local_day(call.event, now)
    given = queries.to_share_out(session, call, today)
    actions.share_out(session, call=call, given=given, plan=plan(given), by_id=None, today=today, now=now)


def _score(session: Session, chance: random.Random, reviewers: list[Reviewer], since: timedelta) -> None:
    """Each has done all but a few; what is good is good to most, and some are harsher than others."""
    worth: dict[int, float] = {}
    for place, reviewer in enumerate(reviewers):
        theirs = list(session.scalars(select(Review).where(Review.reviewer_id == reviewer.id).order_by(Review.id)))
        harsh, begun = chance.gauss(0, 0.4), round(len(theirs) * (0.5 if place == 0 else 0.7))
        rubric = queries.rubric_of(session, reviewer.call)
        for number, each in enumerate(theirs[: begun + 1]):
            good = worth.setdefault(each.abstract_id, chance.gauss(3.5, 0.7))
            points = {one.id: min(5, max(1, round(good + harsh + chance.gauss(0, 0.5)))) for one in rubric.criteria}
            if chance.random() < 0.03:
                points[rubric.criteria[2].id] = 0
            judgement = Judgement(
                points=points,
                confidence=chance.choice((1, 2, 2, 3)),
                to_authors=chance.choice(COMMENTS),
                to_chair="",
                concern=Concern.KNOWN_AUTHOR if (place, number) == (5, 0) else None,
            )
            act = actions.submit_review if number < begun else actions.save_review
            when = reviewer.call.closes_at + DAY + since * ((number + 1) / (begun + 2))
            act(session, review=each, rubric=rubric, judgement=judgement, version=each.version, now=when)


def _discuss(session: Session, call: Call, chair: Person, reader: Person, since: timedelta) -> None:
    """The widest apart that ``reader`` has reviewed is talked over, and whoever stands between changes a score."""
    found, rubric = queries.tallies(session, call), queries.rubric_of(session, call)
    theirs = queries.reviewed_by(session, reader, call.event.slug)
    abstract_id = max((each.abstract_id for each in theirs), key=lambda each: found[each].spread)
    submitted = select(Review).where(Review.abstract_id == abstract_id, Review.submitted_at.is_not(None))
    in_order = sorted(session.scalars(submitted), key=lambda each: sum(one.points for one in each.scores))
    others = [each for each in in_order if each.reviewer.person_id != reader.id]
    between = in_order[1] if in_order[1] in others else others[0]
    begins = call.closes_at + DAY + since * 0.9
    asked = session.get_one(Abstract, abstract_id)
    actions.discuss(session, abstract=asked, words=ASKED, is_opening=True, by_id=chair.id, now=begins)
    for place, (review, words) in enumerate(zip([*others, between], ANSWERS, strict=False), start=1):
        actions.join_discussion(session, review=review, words=words, now=begins + since * 0.02 * place)
    points = {each.criterion_id: each.points for each in between.scores}
    lowest = min(points, key=lambda each: points[each])
    judgement = Judgement(points | {lowest: points[lowest] + 1}, between.confidence, between.to_authors)
    when = {"version": between.version, "now": begins + since * 0.08}
    actions.submit_review(session, review=between, rubric=rubric, judgement=judgement, **when)


def _practise(session: Session, call: Call, chair: Person, reviewers: list[Reviewer], since: timedelta) -> None:
    """Who gives much in earnest gives much in practice."""
    chance = random.Random(7)  # noqa: S311  the same demo each time
    title, words = PRACTICE
    actions.add_training(session, call=call, title=title, words=words, by_id=chair.id, now=call.closes_at + DAY)
    (training, _), *_ = queries.training_of(session, call)
    rubric, given = queries.rubric_of(session, call), queries.scores_given(session, call)
    usual = sum(total for _, _, total in given) / len(given)
    for reviewer in reviewers:
        own = [total for _, reviewer_id, total in given if reviewer_id == reviewer.id] or [usual]
        lenient = (sum(own) / len(own) - usual) / len(rubric.criteria)
        points = {each.id: min(5, max(1, round(2.2 + lenient + chance.gauss(0, 0.6)))) for each in rubric.criteria}
        scored = {"reviewer": reviewer, "rubric": rubric, "points": points}
        actions.practise(session, training=training, **scored, now=call.closes_at + DAY + since * 0.05)
