"""Practice: everybody scores the same, sees the panel under no names, and no list of abstracts knows of it."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from abstracts.models import TrainingAbstract, TrainingScore
from abstracts.queries import calibrated_scores, practised_in, rubric_of, scores_given
from people.models import Duty, Role
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review

ROOT = Path(__file__).parent.parent.parent
# They define it, read it, write it, or show it; and calibration asks for no more than totals.
KNOW_OF_TRAINING = {f"abstracts/{folder}/training.py" for folder in ("models", "queries", "rules", "actions", "forms")}
KNOW_OF_TRAINING |= {"abstracts/views/training.py", "abstracts/views/training_desk.py", "abstracts/models/__init__.py"}
HERON = "Of herons and handovers"


@pytest.fixture
def call(session, now):
    return make.a_call(make.an_event())


@pytest.fixture
def rubric(call):
    return a_rubric(call)


@pytest.fixture
def training(call, rubric):
    return a_training(call)


@pytest.fixture
def at_desk(browse, call):
    return browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event))


def a_training(call, number: int = 1) -> TrainingAbstract:
    return make.saved(TrainingAbstract(call_id=call.id, number=number, title=HERON, words="We counted them."))


def a_reader(call):
    reviewer = a_reviewer(call)
    make.saved(Duty(person_id=reviewer.person_id, event_id=call.event_id, role=Role.REVIEWER))
    return reviewer


def practice(training) -> str:
    return f"/events/{training.call.event.slug}/abstracts/{training.call.slug}/practice/{training.number}"


def desk(call, page: str = "practice") -> str:
    return f"/desk/{call.event.slug}/abstracts/calls/{call.slug}/{page}"


def points(rubric, each: int) -> dict:
    return {f"criterion_{one.id}": str(each) for one in rubric.criteria}


def test_it_stands_first_and_the_panel_shows_once_ones_own_is_in(browse, call, rubric, training):
    early, late = a_reader(call), a_reader(call)
    browse(early.person).post(practice(training), data=points(rubric, 2))
    at_work = browse(late.person)

    queue = at_work.get(f"/events/{call.event.slug}/abstracts/reviews").text
    before = at_work.get(practice(training)).text
    answer = at_work.post(practice(training), data=points(rubric, 4))
    after = at_work.get(practice(training)).text

    assert queue.index("Practice first") < queue.index("To review")
    assert HERON in before
    assert "The panel." not in before
    assert answer.status_code == 303
    assert "20 (yours)" in after
    assert '<th scope="row">10</th>' in after
    assert "Mean of 2 reviewers" in after
    assert early.person.name not in after


def test_the_first_sight_counts_and_the_same_again_changes_nothing(browse, session, call, rubric, training):
    at_work = browse(a_reader(call).person)

    answers = [at_work.post(practice(training), data=points(rubric, each)).status_code for each in (4, 4, 5)]

    assert answers == [303, 303, 409]
    assert session.scalar(select(func.sum(TrainingScore.points))) == 20


def test_what_lacks_points_comes_back_with_the_rest(browse, session, call, rubric, training):
    some = points(rubric, 4)
    del some[f"criterion_{rubric.criteria[1].id}"]

    answer = browse(a_reader(call).person).post(practice(training), data=some)

    assert answer.status_code == 422
    assert "Score “Clarity”, or give 0 if you cannot judge it." in answer.text
    assert session.scalar(select(func.count(TrainingScore.id))) == 0


def test_who_does_not_review_for_the_call_finds_none(browse, call, training):
    elsewhere = a_reader(make.a_call(call.event))

    assert browse(elsewhere.person).get(practice(training)).status_code == 404
    assert "Practice" not in browse(elsewhere.person).get(f"/events/{call.event.slug}/abstracts/reviews").text


def test_the_chair_writes_up_to_five_and_pressing_twice_adds_one(at_desk, session, call):
    for _ in range(2):
        at_desk.post(desk(call), data={"version": 0, "title": HERON, "words": "We counted them."})
    assert session.scalars(select(TrainingAbstract.number)).all() == [1]

    for number in range(2, 6):
        a_training(call, number)
    answer = at_desk.post(desk(call), data={"version": 0, "title": "One more", "words": "Too many."})

    assert (answer.status_code, "Too many." in answer.text) == (409, True)
    assert at_desk.post(desk(call), data={"version": 0, "title": "", "words": ""}).status_code == 422


def test_rev_5_an_old_tab_of_the_chair_overwrites_nothing(at_desk, session, call, training):
    old = {"version": training.version, "title": HERON, "words": "Mine."}
    at_desk.post(desk(call, "practice/1"), data={**old, "words": "Theirs."})

    answer = at_desk.post(desk(call, "practice/1"), data=old)

    assert (answer.status_code, "Mine." in answer.text) == (409, True)
    assert session.scalars(select(TrainingAbstract.words)).all() == ["Theirs."]


def test_what_somebody_has_scored_stays_as_they_read_it(at_desk, browse, session, call, rubric, training):
    browse(a_reader(call).person).post(practice(training), data=points(rubric, 4))

    answers = [
        at_desk.post(desk(call, "practice/1"), data={"version": 1, "title": HERON, "words": "Otherwise."}),
        at_desk.post(desk(call, "practice/1/remove")),
    ]

    assert [each.status_code for each in answers] == [409, 409]
    assert session.scalars(select(TrainingAbstract.words)).all() == ["We counted them."]


def test_what_nobody_scored_can_go(at_desk, session, call, training):
    assert at_desk.post(desk(call, "practice/1/remove")).status_code == 303
    assert session.scalars(select(TrainingAbstract.id)).all() == []


def test_criteria_neither_come_nor_go_once_practice_is_scored(at_desk, browse, call, rubric, training):
    before = at_desk.get(desk(call, "rubric")).text
    browse(a_reader(call).person).post(practice(training), data=points(rubric, 4))

    assert "Reviews have begun" not in before
    assert "Reviews have begun" in at_desk.get(desk(call, "rubric")).text


def test_it_joins_the_calibration_and_stands_on_no_board(at_desk, browse, session, call, rubric, training):
    readers = [a_reader(call) for _ in range(3)]
    abstracts = [in_review(call) for _ in range(4)]
    for place, abstract in enumerate(abstracts):
        for reader, total in zip(readers, (12, 15, 18), strict=True):
            a_review(abstract, reader, rubric, total + place)
    before = fair_in(session, call)
    pages = {page: at_desk.get(desk(call, page)).text for page in ("board", "progress", "release")}
    for reader, each in zip(readers, (1, 3, 5), strict=True):
        browse(reader.person).post(practice(training), data=points(rubric, each))
    after = fair_in(session, call)

    assert sorted(total for _, _, total in practised_in(session, call)) == [5, 15, 25]
    assert after.keys() == before.keys() == {each.id for each in abstracts}
    assert after != before
    assert max(each.worst_rank for each in after.values()) <= 4
    assert all(HERON not in text for text in pages.values())


def fair_in(session, call) -> dict:
    return dict(calibrated_scores(session, call, scores_given(session, call), rubric_of(session, call)).abstracts)


def tellers(root: Path) -> set[str]:
    """Every module that names the tables of practice."""
    folders = ("abstracts", "front", "office", "registration", "events", "policy", "demo")
    modules = (each for folder in folders for each in (root / folder).rglob("*.py"))
    return {
        str(each.relative_to(root))
        for each in modules
        if "TrainingAbstract" in (words := each.read_text()) or "TrainingScore" in words
    }


def test_no_other_module_reads_practice_so_no_list_can_show_it():
    assert tellers(ROOT) == KNOW_OF_TRAINING


def test_a_planted_export_of_practice_is_seen(tmp_path):
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "exports.py").write_text("from abstracts.models import TrainingAbstract\n")

    assert tellers(tmp_path) == {"office/exports.py"}


def test_the_list_costs_the_same_with_one_and_with_three(at_desk, call, training, statements):
    def asked() -> int:
        at_desk.get(desk(call))
        statements.clear()
        at_desk.get(desk(call))
        return len(statements)

    one = asked()
    for number in (2, 3):
        a_training(call, number)

    assert asked() == one
