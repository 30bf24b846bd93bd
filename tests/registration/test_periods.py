"""Price periods at the desk (domain rule 2)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from people.models import Role
from registration import rules
from registration.models import Category, PricePeriod
from tests import factories as make

DAY = timedelta(days=1)
URL = "/desk/leaders-2027/tickets"
M, D = Category.MEMBER, Category.DOCTOR


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


def periods(session) -> list[PricePeriod]:
    return list(session.scalars(select(PricePeriod).order_by(PricePeriod.ends_at)))


class TestPeriods:
    def test_rule_2_a_period_is_over_at_the_midnight_after_its_last_day(self, organiser, session, event):
        typed = {"name": "Summer", "last_day": "2026-07-31", "group_percent": "10"}

        assert organiser.post(f"{URL}/periods/new", data=typed).status_code == 303

        period = session.scalars(select(PricePeriod)).one()
        assert period.ends_at.isoformat() == "2026-07-31T23:00:00+00:00"  # summer time in London
        assert rules.last_day_of(event, period).isoformat() == "2026-07-31"

    def test_rule_2_a_midnight_of_another_zone_is_noticed(self, organiser, session, event):
        assert rules.period_end(event, event.first_day).hour == 23  # not 0, which UTC would say

    def test_two_periods_cannot_end_on_one_day(self, organiser, session, event):
        typed = {"name": "One", "last_day": "2026-07-31", "group_percent": "0"}
        answers = [organiser.post(f"{URL}/periods/new", data=typed) for _ in range(2)]

        assert [each.status_code for each in answers] == [303, 422]
        assert "Another price period ends on that day" in answers[1].text

    def test_saved_as_it_was_its_last_instant_stays(self, organiser, session, two_days, event):
        early, _ = periods(session)
        before, day = early.ends_at, rules.last_day_of(event, early)
        typed = {"name": "Earlier", "last_day": day.isoformat(), "group_percent": "5"}

        assert organiser.post(f"{URL}/periods/{early.id}", data=typed).status_code == 303
        session.expire_all()
        assert (early.ends_at, early.name, early.group_percent) == (before, "Earlier", 5)

    def test_one_with_prices_cannot_go_and_one_without_can(self, organiser, session, two_days):
        early, _ = periods(session)
        empty = make.saved(PricePeriod(event_id=two_days.event_id, name="Empty", ends_at=make.LONG_AFTER))

        used = organiser.post(f"{URL}/periods/{early.id}/remove")

        assert used.status_code == 409
        assert "Empty its column first" in used.text
        assert organiser.post(f"{URL}/periods/{empty.id}/remove").status_code == 303
        assert len(periods(session)) == 2

    @pytest.mark.parametrize("typed", [{"group_percent": "101"}, {"last_day": "soon"}, {"name": ""}])
    def test_typed_wrongly_it_comes_back(self, organiser, session, event, typed):
        given = {"name": "One", "last_day": "2026-07-31", "group_percent": "0"} | typed

        assert organiser.post(f"{URL}/periods/new", data=given).status_code == 422
        assert periods(session) == []
