"""The desk of positions: who sees which, and what they do with it."""

import pytest
from sqlalchemy import select

from core.db import record_apart
from core.outbox import OutgoingLetter
from members.models import Nation
from people.models import Duty, Role
from policy import queries
from policy.models import Approval, Position, PositionStatus
from tests import factories as make
from tests.conftest import words
from tests.policy.launching import a_launch, a_scheduled_launch

DESK = "/desk/policy"
TODAY = make.NOON.date()


def an_editor():
    return make.a_person(role=Role.POLICY_EDITOR)


def a_lead(nation: Nation, event=None):
    lead = make.a_person()
    make.saved(
        Duty(person_id=lead.id, event_id=event.id if event else None, role=Role.REGIONAL_LEAD, scope=nation.value)
    )
    return lead


@pytest.fixture
def launch():
    return a_launch()


def test_who_is_named_or_holds_the_duty_sees_a_position_and_others_the_same_404(browse, launch):
    approver = make.a_person()
    make.saved(Approval(position_id=launch.position_id, version=1, place=1, person_id=approver.id))
    may = (an_editor(), launch.position.owner, launch.lead, launch.champion, approver, a_lead(Nation.SCOTLAND))
    may += (a_lead(Nation.SCOTLAND, launch.event),)
    may_not = (make.a_person(), a_lead(Nation.WALES), a_lead(Nation.SCOTLAND, make.an_event()))
    may_not += (make.a_person(role=Role.ORGANISER), make.a_person(role=Role.POLICY_EDITOR, event=launch.event))
    page = f"{DESK}/{launch.position.slug}"

    assert {browse(each).get(page).status_code for each in may} == {200}
    for each in may_not:
        refused, missing = browse(each).get(page), browse(each).get(f"{DESK}/nowhere")
        assert (refused.status_code, missing.status_code) == (404, 404)
        assert words(refused) == words(missing)


def test_a_lead_lists_those_of_their_nation_and_event_alone(browse):
    own, other = a_launch(), a_launch(nation=Nation.WALES)
    own.position.texts[0].title, other.position.texts[0].title = "Ours", "Theirs"
    make.session.commit()
    listed = browse(a_lead(Nation.SCOTLAND)).get(f"{DESK}/").text
    assert "Ours" in listed
    assert "Theirs" not in listed


def test_a_list_without_the_question_who_asks_is_noticed(browse, monkeypatch, launch):
    real = queries.desk._at_desk
    monkeypatch.setattr("policy.queries.desk._at_desk", lambda person, today: real(launch.position.owner, today))
    assert browse(make.a_person()).get(f"{DESK}/{launch.position.slug}").status_code == 200


def test_the_list_takes_as_many_statements_for_three_as_for_one(session, statements):
    editor = an_editor()
    counts = []
    for _ in range(2):
        a_launch()
        a_scheduled_launch()
        session.expire_all()
        statements.clear()
        queries.positions_at_desk(session, editor, TODAY)
        counts.append(len(statements))
    assert counts[0] == counts[1] == 15


def test_emb_4_that_an_address_is_taken_is_told_to_editors_alone(browse, launch):
    typed = {"title": "Another", "slug": launch.position.slug, "goal": "fairness", "nations": ["wales"]}
    told = browse(an_editor()).post(f"{DESK}/new", data=typed)
    assert (told.status_code, "Another position has that address" in told.text) == (422, True)
    for each in (launch.lead, a_lead(Nation.SCOTLAND), make.a_person()):
        answer = browse(each).post(f"{DESK}/new", data=typed)
        assert (answer.status_code, launch.position.slug in answer.text) == (404, False)


def test_a_position_is_begun_written_in_two_languages_and_looked_at(browse, session):
    client = browse(an_editor())
    typed = {"title": "Time to rest", "slug": "time-to-rest", "goal": "fairness", "nations": ["wales"]}
    assert client.post(f"{DESK}/new", data=typed).status_code == 303
    page = client.get(f"{DESK}/time-to-rest/text").text
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    words_typed = {"seen": seen, "en_title": "Time to rest", "en_summary": "**Rest** is work.", "cy_title": "Amser"}
    assert client.post(f"{DESK}/time-to-rest/text", data=words_typed).status_code == 303
    assert "<strong>Rest</strong>" in client.get(f"{DESK}/time-to-rest/preview/en").text
    page = client.get(f"{DESK}/time-to-rest/text").text
    assert page.count("Translation missing") == 4  # frame, key lines, summary and text in Welsh
    assert "3 words" in page


def test_two_who_write_at_once_do_not_overwrite_each_other(browse, session, launch):
    first, second = browse(an_editor()), browse(launch.lead)
    address = f"{DESK}/{launch.position.slug}/text"
    seen = first.get(address).text.split('name="seen"')[1].split('value="')[1].split('"')[0]
    assert first.post(address, data={"seen": seen, "en_title": "First"}).status_code == 303
    late = second.post(address, data={"seen": seen, "en_title": "Second"})
    assert late.status_code == 409
    assert "Second" in late.text
    assert "What differs" in late.text
    session.expire_all()
    assert launch.position.texts[0].title == "First"


def test_an_overwriting_without_the_mark_is_noticed(browse, session, launch, monkeypatch):
    monkeypatch.setattr("policy.rules.check_mark", lambda seen, mark: None)
    address = f"{DESK}/{launch.position.slug}/text"
    assert browse(launch.lead).post(address, data={"seen": "old", "en_title": "Second"}).status_code == 303


def test_who_only_approves_reads_and_writes_nothing(browse, launch):
    approver = make.a_person()
    make.saved(Approval(position_id=launch.position_id, version=1, place=1, person_id=approver.id))
    one = f"{DESK}/{launch.position.slug}"
    for address in ("text", "answers", "assets/welsh", "run-sheet", "launch", "schedule", "withdraw", "approvals"):
        assert browse(approver).post(f"{one}/{address}").status_code == 404
    for address in ("", "/text", "/approvals", "/assets", "/run-sheet", "/rehearsal", "/launch"):
        assert browse(approver).get(f"{one}{address}").status_code == 200


def test_a_rehearsal_shows_everything_and_nothing_leaves(browse, session, launch):
    shown = browse(launch.lead).get(f"{DESK}/{launch.position.slug}/rehearsal").text
    for each in ("Time to lead", "The page is public", "The member letter.", "The press notice.", "Rehearsal"):
        assert each in shown
    assert session.scalars(select(OutgoingLetter)).all() == []
    assert browse().get(f"/policy/{launch.position.slug}").status_code == 404
    assert session.scalars(select(Position.status)).one() is PositionStatus.DRAFT


def test_a_rehearsal_of_an_owed_letter_is_noticed(browse, session, launch, monkeypatch):
    def owe(told):
        about = {"kind": "x", "about": {}, "recipient": "x", "key": "x"}
        record_apart(OutgoingLetter(**about, attempts=0, problem="", queued_at=make.NOON, due_at=make.NOON))
        return []

    monkeypatch.setattr("policy.documents.rehearsed_letters", owe)
    browse(launch.lead).get(f"{DESK}/{launch.position.slug}/rehearsal")
    assert session.scalars(select(OutgoingLetter)).all() != []


def test_answers_spokespeople_and_evidence_are_added_changed_and_removed(browse, session, launch):
    client, one = browse(launch.lead), f"{DESK}/{launch.position.slug}"
    typed = {"language": "cy", "question": "Pam?", "answer": "Am ei fod yn deg."}
    assert client.post(f"{one}/answers", data=typed).status_code == 303
    (answer,) = launch.position.answers
    page = client.get(f"{one}/answers").text
    assert "Pam?" in page
    stale = {f"part-{answer.id}-{name}": value for name, value in {**typed, "seen": "old"}.items()}
    assert client.post(f"{one}/answers/{answer.id}", data=stale).status_code == 409
    fresh = stale | {
        f"part-{answer.id}-seen": page.split(f'name="part-{answer.id}-seen"')[1].split('value="')[1].split('"')[0]
    }
    fresh[f"part-{answer.id}-answer"] = "Mae'n deg."
    assert client.post(f"{one}/answers/{answer.id}", data=fresh).status_code == 303
    assert client.post(f"{one}/answers/{answer.id}", data={"do": "remove"}).status_code == 303
    assert client.post(f"{one}/evidence", data={"label": "A study", "url": "javascript:alert(1)"}).status_code == 422
    double = client.post(f"{one}/spokespeople", data={"name": launch.position.spokespeople[0].name})
    assert (double.status_code, "in the list already" in double.text) == (422, True)


def test_who_owes_a_second_factor_is_asked_for_it_first(browse, launch, monkeypatch):
    monkeypatch.setattr("people.access.owes_second_factor", lambda: True)
    answer = browse(an_editor()).get(f"{DESK}/{launch.position.slug}")
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/confirm")
