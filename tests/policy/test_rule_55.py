"""Domain rules 55 and 57 at a roundtable: the note names nobody, and what people need is soon forgotten."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.diary import DiaryEntry
from core.outbox import OutgoingLetter
from core.uploads import PDF, Upload
from people.models import Role
from policy import actions, queries, rules
from policy.commands import forget_next_needs
from policy.models import InviteeStatus, NoteAction, Roundtable
from tests import factories as make
from tests.policy.seating import DAY, a_paper, a_roundtable, an_invitee

ACCEPTED = InviteeStatus.ACCEPTED
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}\u202e=1+1"
# All that a note or what follows from it may be known by.
OF_NOTE = {"note", "note_version", "approved_at", "approved_by_id", "shared_at"}
OF_ACTION = {"id", "roundtable_id", "words", "due_on"}


@pytest.fixture
def roundtable(session, now):
    return a_roundtable(note="Rotas should be longer.")


def desk_of(roundtable) -> str:
    return f"/desk/{roundtable.event.slug}/roundtable"


def approve(session, roundtable, now) -> None:
    actions.approve_note(session, roundtable=roundtable, by_id=roundtable.owner_id, now=now)


def test_rule_55_a_note_has_no_column_for_who_spoke_or_where_they_are_from():
    assert {each.name for each in NoteAction.__table__.columns} == OF_ACTION
    assert {each.name for each in Roundtable.__table__.columns} - OF_NOTE == {
        *("id", "event_id", "owner_id", "question", "seats", "taken", "is_unattributed", "needs_removed_at"),
    }
    assert {key.column.table.name for key in NoteAction.__table__.foreign_keys} == {"roundtables"}


@pytest.mark.parametrize(
    "words",
    ["Dr Hypothet said so.", "HYPOTHET’s view", "Figment/Hypothet", "the Hypothet-led group", "Hypóthet"],
    ids=["in a sentence", "in capitals", "after a stroke", "in a word", "with an accent"],
)
def test_rule_55_a_note_with_an_invitees_surname_is_not_approved(session, roundtable, now, words):
    an_invitee(roundtable, InviteeStatus.DECLINED, name="Prof Sage Hypothet OBE")
    approve(session, roundtable, now)
    roundtable.note = words
    with pytest.raises(rules.NoteNotReady, match="Hypothet"):
        approve(session, roundtable, now)


def test_rule_55_nor_with_one_among_what_follows_from_it(session, roundtable, now):
    an_invitee(roundtable, name="Ms Sorrel Figment")
    roundtable.actions = [NoteAction(words="Figment writes to the minister")]
    with pytest.raises(rules.NoteNotReady, match="Figment"):
        approve(session, roundtable, now)
    roundtable.actions = [NoteAction(words="Write to the minister about figments")]
    approve(session, roundtable, now)
    assert roundtable.approved_at == now


def test_rule_55_without_the_rule_names_may_stand_there(session, roundtable, now):
    an_invitee(roundtable, name="Ms Sorrel Figment")
    roundtable.note, roundtable.is_unattributed = "Figment spoke first.", False
    approve(session, roundtable, now)
    assert roundtable.approved_at == now


def test_rule_55_who_came_leaves_in_its_owners_hands_alone(browse, session, roundtable, monkeypatch):
    an_invitee(roundtable, ACCEPTED, name="=Dr Evil", role="@SUM(1)", needs="No nuts.")
    second = make.a_person(role=Role.ORGANISER, event=roundtable.event)
    of_all = make.a_person(role=Role.ORGANISER)
    address = f"{desk_of(roundtable)}/attendance.csv"
    got = browse(roundtable.owner).get(address)
    assert (got.status_code, "'=Dr Evil" in got.text, "'@SUM(1)" in got.text, "No nuts" in got.text) == (
        200,
        True,
        True,
        False,  # rule 57: what people need is in no export
    )
    assert [browse(each).get(address).status_code for each in (second, of_all)] == [404, 404]
    assert address not in browse(second).get(desk_of(roundtable)).text
    monkeypatch.setattr("policy.rules.check_is_owner", lambda *_: None)
    assert browse(second).get(address).status_code == 200  # a guard that is forgotten is noticed


def test_rule_55_an_invitee_learns_of_nobody_else(browse, session, roundtable, now):
    person = make.a_person()
    own = an_invitee(roundtable, ACCEPTED, email=person.email, name="Dr Own Name")
    others = [an_invitee(roundtable, status, needs="No nuts.") for status in InviteeStatus if status is not ACCEPTED]
    roundtable.seats = 7  # a count of the others is not told either
    approve(session, roundtable, now)
    actions.share_note(session, roundtable=roundtable, by_id=roundtable.owner_id, now=now)
    session.commit()
    client = browse(person)
    pages = [client.get(each).text for each in (f"/roundtables/{own.key}", "/me")]
    named = [word for each in others for word in (each.name, each.email, each.key, "No nuts")]
    assert "Dr Own Name" in pages[0]
    assert [word for word in [*named, roundtable.owner.name] for page in pages if word in page] == []


def test_the_note_is_shared_once_and_with_those_who_have_a_seat(browse, session, roundtable, now):
    person, reserve = make.a_person(), make.a_person()
    seated = an_invitee(roundtable, ACCEPTED, email=person.email)
    waits = an_invitee(roundtable, InviteeStatus.RESERVE, email=reserve.email)
    client = browse(roundtable.owner)
    answers = [client.post(f"{desk_of(roundtable)}/note/{each}").status_code for each in ("share", "approve")]
    assert answers == [409, 303]
    read = [browse(person).get(f"/roundtables/{seated.key}").text for _ in range(1)]
    for _ in range(2):
        assert client.post(f"{desk_of(roundtable)}/note/share").status_code == 303
    read.append(browse(person).get(f"/roundtables/{seated.key}").text)
    read.append(browse(reserve).get(f"/roundtables/{waits.key}").text)
    assert ["Rotas should be longer." in each for each in read] == [False, True, False]
    assert session.scalars(select(OutgoingLetter.recipient)).all() == [person.email]
    again = client.post(f"{desk_of(roundtable)}/note", data={"version": 1, "words": "Otherwise."})
    assert again.status_code == 409


def test_two_who_write_the_note_at_once_see_both(browse, session, roundtable):
    client, page = browse(roundtable.owner), f"{desk_of(roundtable)}/note"
    first = client.post(page, data={"version": 1, "words": "Theirs.", "actions": "Publish it; 2026-06-01"})
    second = client.post(page, data={"version": 1, "words": "Mine."})
    assert (first.status_code, second.status_code) == (303, 409)
    assert all(each in second.text for each in ("Theirs.", "Publish it", "1 June 2026", "Mine."))
    assert client.post(page, data={"version": 2, "words": "Mine."}).status_code == 303
    session.expire_all()
    assert (roundtable.note, roundtable.note_version, roundtable.actions) == ("Mine.", 3, [])


def test_a_note_that_is_written_anew_wants_approval_anew(browse, session, roundtable, now):
    approve(session, roundtable, now)
    session.commit()
    browse(roundtable.owner).post(f"{desk_of(roundtable)}/note", data={"version": 1, "words": "Anew."})
    session.expire_all()
    assert roundtable.approved_at is None


def test_papers_are_for_those_with_a_seat(browse, session, roundtable, tmp_path, app, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}")
    content = b"%PDF-1.7 A paper."
    monkeypatch.setattr(
        "policy.forms.roundtables.take_in", lambda *_, **__: Upload(name="p.pdf", kind=PDF, content=content)
    )
    sent = {"title": HOSTILE, "file": (io.BytesIO(content), "p.pdf")}
    assert browse(roundtable.owner).post(f"{desk_of(roundtable)}/papers", data=sent).status_code == 303
    foreign = a_paper(a_roundtable())
    session.expire_all()
    paper = roundtable.papers[0]
    assert browse(roundtable.owner).get(f"{desk_of(roundtable)}/papers/{paper.id}").data == content
    got = {}
    for status in (ACCEPTED, InviteeStatus.RESERVE, InviteeStatus.INVITED, InviteeStatus.DECLINED):
        person = make.a_person()
        invitee = an_invitee(roundtable, status, email=person.email)
        client, page = browse(person), f"/roundtables/{invitee.key}"
        got[status] = [client.get(f"{page}/papers/{each.id}").status_code for each in (paper, foreign)]
        assert ("To read before" in client.get(page).text) is (status is ACCEPTED)
    assert got == {status: [200 if status is ACCEPTED else 404, 404] for status in got}


def test_hostile_words_are_words_wherever_they_are_shown(browse, session, roundtable, now):
    person = make.a_person()
    invitee = an_invitee(roundtable, ACCEPTED, email=person.email, role=HOSTILE, needs=HOSTILE)
    an_invitee(roundtable, name=f"{HOSTILE} Surname")
    roundtable.note = roundtable.question = HOSTILE
    roundtable.actions = [NoteAction(words=HOSTILE)]
    a_paper(roundtable, title=HOSTILE)
    approve(session, roundtable, now)
    actions.share_note(session, roundtable=roundtable, by_id=roundtable.owner_id, now=now)
    session.commit()
    desk = [browse(roundtable.owner).get(f"{desk_of(roundtable)}{each}").text for each in ("", "/papers", "/note")]
    for page in [*desk, browse(person).get(f"/roundtables/{invitee.key}").text]:
        assert ("&lt;script&gt;" in page, "<script>alert" in page) == (True, False)


def test_rule_57_needs_are_deleted_thirty_days_after_with_a_line_in_the_diary(app, session, monkeypatch):
    roundtable = a_roundtable()
    invitee = an_invitee(roundtable, ACCEPTED, needs="No nuts.")
    soon = a_roundtable()
    soon.event.first_day = soon.event.last_day = DAY + timedelta(days=1)
    later = an_invitee(soon, ACCEPTED, needs="A ramp.")
    for days, kept in ((29, ["No nuts.", "A ramp."]), (30, ["", "A ramp."]), (31, ["", ""])):
        monkeypatch.setattr("core.clock.now", lambda days=days: make.NOON + timedelta(days=10 + days))
        with app.app_context():
            while forget_next_needs():
                pass
        session.expire_all()
        assert [invitee.needs, later.needs] == kept
    lines = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "deleted what people need")).all()
    assert [(each.object_id, each.after, each.actor_id) for each in lines] == [
        (each.id, {"people": 1}, None) for each in (roundtable, soon)
    ]
    assert queries.invitees_of(session, roundtable)[0].status is ACCEPTED  # who came is kept


def test_rule_57_needs_are_on_the_desk_and_on_ones_own_page_alone(browse, session, roundtable):
    person, other = make.a_person(), make.a_person()
    own = an_invitee(roundtable, ACCEPTED, email=person.email, needs="No nuts.")
    another = an_invitee(roundtable, ACCEPTED, email=other.email)
    pages = {
        "desk": browse(roundtable.owner).get(desk_of(roundtable)).text,
        "own": browse(person).get(f"/roundtables/{own.key}").text,
        "another's": browse(other).get(f"/roundtables/{another.key}").text,
    }
    assert {who for who, page in pages.items() if "No nuts." in page} == {"desk", "own"}


def test_the_diary_holds_no_words_that_somebody_wrote(browse, session, roundtable, now):
    person = make.a_person()
    invitee = an_invitee(roundtable, email=person.email)
    browse(person).post(f"/roundtables/{invitee.key}", data={"comes": "yes", "needs": "No nuts."})
    browse(roundtable.owner).post(f"{desk_of(roundtable)}/note", data={"version": 1, "words": "Quorsum."})
    lines = [str((each.before, each.after)) for each in session.scalars(select(DiaryEntry))]
    assert len(lines) == 2
    assert [each for each in lines if "nuts" in each or "Quorsum" in each or invitee.name in each] == []
