"""Where a chair works, so that a tie to it is found although they are no reviewer (domain rule 42)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from abstracts.actions import find_conflicts
from abstracts.models import AbstractStatus, Conflict, Tie, Workplace
from people.models import Role
from tests import factories as make
from tests.abstracts.judging import a_reviewer


@pytest.fixture
def chair(call, now):
    return make.a_person(email="chair@chairing.example", role=Role.ABSTRACT_CHAIR, event=call.event)


@pytest.fixture
def of_colleagues(call):
    abstract = make.an_abstract(call, status=AbstractStatus.IN_REVIEW)
    make.an_author(
        abstract, position=2, email="colleague@elsewhere.example", organisation="Quillstone General Hospital"
    )
    return abstract


def save(browse, chair, call, **typed):
    return browse(chair).post(f"/desk/{call.event.slug}/abstracts/workplace", data=typed)


def ties_of(session, chair) -> list[tuple[int, Tie]]:
    found = select(Conflict).where(Conflict.person_id == chair.id).order_by(Conflict.id)
    return [(each.abstract_id, each.tie) for each in session.scalars(found)]


def test_rule_42_a_chair_who_says_where_they_work_is_bound_at_once(browse, session, call, chair, of_colleagues):
    one = f"/desk/{call.event.slug}/abstracts/{call.slug}/{of_colleagues.number}"
    before = browse(chair).get(one).status_code

    answer = save(browse, chair, call, organisation="Quillstone Hospital")

    assert (before, answer.status_code) == (200, 303)
    assert ties_of(session, chair) == [(of_colleagues.id, Tie.ORGANISATION)]
    assert browse(chair).get(one).status_code == 404


def test_rule_42_a_search_that_knows_nothing_of_chairs_workplaces_is_noticed(
    browse, session, call, chair, of_colleagues, monkeypatch
):
    monkeypatch.setattr(Workplace, "organisations", ())

    save(browse, chair, call, organisation="Quillstone Hospital")

    assert ties_of(session, chair) == []


def test_it_is_kept_and_once_more_finds_nothing_new(browse, session, call, chair, of_colleagues):
    for organisation in ("Quillstone Hospital", "Tarn Hospice"):
        save(browse, chair, call, organisation=organisation, second_organisation="Mereport Deanery")

    assert session.scalars(select(Workplace)).one().organisations == ("Tarn Hospice", "Mereport Deanery")
    assert len(ties_of(session, chair)) == 1
    assert "Tarn Hospice" in browse(chair).get(f"/desk/{call.event.slug}/abstracts/workplace").text
    assert save(browse, chair, call, organisation=" ").status_code == 422


def test_who_is_both_chair_and_reviewer_is_tied_by_either_workplace(browse, session, call, chair, of_colleagues):
    a_reviewer(call, person_id=chair.id, organisation="Tarn Hospice")

    save(browse, chair, call, organisation="Quillstone Hospital")
    find_conflicts(session, call=call, now=make.NOON + timedelta(days=1))

    assert (of_colleagues.id, Tie.ORGANISATION) in ties_of(session, chair)
