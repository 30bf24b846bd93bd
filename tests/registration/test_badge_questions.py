"""Which questions badges are told by: marked by the desk, one for each part, and said to delegates (domain rule 35)."""

import pytest

from registration import rules
from registration.actions import copy_tickets
from registration.models import BadgePart, QuestionKind
from registration.queries import current_questions
from registration.rules import NotAQuestion, Wording
from tests import factories as make
from tests.conftest import words
from tests.registration.filling_in import five_places
from tests.registration.standing import opened

URL = "/desk/leaders-2027/questions"
CHOICE = {"kind": QuestionKind.CHOICE, "options": "Yes\nNo"}


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        (BadgePart.PRONOUNS, {"is_staff_only": True}),
        (BadgePart.PRONOUNS, {"kind": QuestionKind.FILE}),
        (BadgePart.JOB_ROLE, {"kind": QuestionKind.MANY, "options": "A\nB"}),
        (BadgePart.JOB_ROLE, {"kind": QuestionKind.NUMBER}),
        (BadgePart.PHOTOS, {}),
    ],
    ids=str,
)
def test_a_question_that_no_badge_can_be_told_by_is_refused(part, changes):
    with pytest.raises(NotAQuestion):
        rules.check_wording(Wording("What?", badge_part=part, **changes), [])


@pytest.mark.parametrize(
    ("part", "changes"),
    [(BadgePart.PRONOUNS, {}), (BadgePart.PRONOUNS, CHOICE), (BadgePart.JOB_ROLE, {}), (BadgePart.PHOTOS, CHOICE)],
    ids=str,
)
def test_a_badge_is_told_by_words_or_a_choice(part, changes):
    rules.check_wording(Wording("What?", badge_part=part, **changes), [])


class TestAtTheDesk:
    @pytest.fixture
    def event(self, session, now):
        return make.an_event(slug="leaders-2027")

    @pytest.fixture
    def desk(self, browse, event):
        return browse(make.a_person(role=make.Role.ORGANISER, event=event))

    def test_rule_35_delegates_are_told_and_later_versions_keep_it(self, session, browse, event, desk):
        ticket = five_places(event).tickets[0]
        typed = {"label": "Your job role", "kind": "text", "shown_if": "0", "badge_part": "job role"}
        desk.post(URL, data=typed)
        question = current_questions(session, event)[0]

        assert "It is printed on your badge" in words(opened(browse(), ticket).get(f"/tickets/{ticket.key}/details"))
        page = desk.get(f"{URL}/{question.id}").text
        assert '<option selected value="job role">' in page
        desk.post(f"{URL}/{question.id}", data=typed | {"hint": "As others read it"})
        session.expire_all()
        newer = current_questions(session, event)[0]
        assert (newer.version, newer.badge_part) == (2, BadgePart.JOB_ROLE)

    def test_rule_35_a_delegate_who_is_not_told_is_noticed(self, browse, event):
        ticket = five_places(event).tickets[0]
        make.a_question(event, label="Your job role")

        assert "badge" not in words(opened(browse(), ticket).get(f"/tickets/{ticket.key}/details")).split("job role")[1]

    def test_two_questions_do_not_tell_the_same_part(self, session, event, desk):
        make.a_question(event, label="Pronouns", badge_part=BadgePart.PRONOUNS)
        typed = {"label": "Again", "kind": "text", "shown_if": "0", "badge_part": "pronouns"}

        answer = desk.post(URL, data=typed)

        assert answer.status_code == 422
        assert "Badges take that from “Pronouns” already" in words(answer)
        assert [each.label for each in current_questions(session, event)] == ["Pronouns"]

    def test_a_copied_event_asks_for_the_same_parts(self, session, event, desk):
        make.a_question(event, badge_part=BadgePart.PRONOUNS)
        copy = make.an_event(slug="copy")

        copy_tickets(session, event=copy, source=event, by_id=1, now=make.NOON)

        assert [each.badge_part for each in current_questions(session, copy)] == [BadgePart.PRONOUNS]
