"""Somebody whom others name by their address: one record for one mailbox, and no right of any kind."""

from sqlalchemy import func, select

from core.diary import DiaryEntry
from people.actions import person_at
from people.models import Duty, Person, SignIn
from tests import factories as make


def test_r10_whoever_has_the_address_is_found_however_it_is_written(session):
    known = make.a_person(email="ash@north.example", name="Dr Ash Fictum")

    assert person_at(session, email=" Ash@NORTH.example ", name="Somebody Else", now=make.NOON) is known
    assert known.name == "Dr Ash Fictum"


def test_r10_somebody_new_is_known_once_and_may_do_nothing(session):
    first, second = (person_at(session, email="New@north.example", name="New", now=make.NOON) for _ in range(2))

    assert first is second
    assert (first.email, first.email_key, first.name) == ("New@north.example", "new@north.example", "New")
    assert all(session.scalar(select(func.count(table.id))) == 0 for table in (Duty, SignIn))
    assert session.scalars(select(DiaryEntry.act)).all() == ["became known"]


def test_a_record_that_became_another_is_that_other(session):
    kept = make.a_person()
    make.a_person(email="old@north.example", merged_into_id=kept.id)

    assert person_at(session, email="old@north.example", name="", now=make.NOON) is kept
    assert session.scalar(select(func.count(Person.id))) == 2
