"""The life of a position: approved by named people in order, updated beside what readers have, withdrawn, archived."""

import io

import pytest
from sqlalchemy import select

from core.diary import DiaryEntry
from core.outbox import OutgoingLetter, compose
from core.uploads import PDF, Upload
from members.models import Nation
from people.models import Role
from policy import actions, queries, rules
from policy.models import Channel, Language, PositionStatus
from policy.queries import AtDesk
from tests import factories as make
from tests.policy.launching import a_launch, a_position, a_scheduled_launch

NOW = make.NOON


@pytest.fixture
def composed(session, app):
    """Each letter that is owed, oldest first, as its reader would get it and as somebody else would see it."""

    def of_all() -> list[tuple]:
        with app.app_context():
            found = session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)).all()
            return [tuple(compose(session, each, masked=masked) for masked in (False, True)) for each in found]

    return of_all


@pytest.fixture
def launch(session):
    return a_launch()


def seen_of(launch) -> AtDesk:
    return AtDesk(launch.position, launch, may_run=True, may_write=True)


def by_owner(launch) -> dict:
    return {"seen": seen_of(launch), "by_id": launch.position.owner_id, "now": NOW}


def asked(session, launch, *people) -> None:
    actions.send_for_approval(session, addresses=[each.email for each in people], **by_owner(launch))


def approve(session, launch, person, mark: str | None = None) -> bool:
    mark = mark or rules.digest(launch.position)
    return actions.approve_position(session, seen=seen_of(launch), person=person, mark=mark, now=NOW)


def rewrite(session, launch, **typed) -> bool:
    words = {
        language: rules.words_of(launch.position.text_in(language, launch.position.version)) for language in Language
    }
    words[Language.ENGLISH] |= typed
    mark = rules.mark_of_texts(launch.position)
    return actions.save_texts(session, words=words, mark=mark, **by_owner(launch))


def letters(session) -> list[tuple[str, str]]:
    found = session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id))
    return [(each.kind.rpartition("/")[2], each.recipient) for each in found]


def test_named_people_approve_in_their_order_each_asked_in_turn(session, launch):
    first, second = make.a_person(), make.a_person()
    asked(session, launch, first, second)
    assert letters(session) == [("approve", first.email)]
    with pytest.raises(rules.NotYourTurn):
        approve(session, launch, second)
    assert approve(session, launch, first) is False
    assert letters(session)[1:] == [("approve", second.email)]
    assert approve(session, launch, second) is True
    assert launch.position.status is PositionStatus.APPROVED
    kept = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "approved").order_by(DiaryEntry.id)).all()
    assert [each.after["words"] for each in kept] == [rules.digest(launch.position)] * 2


@pytest.mark.parametrize("approved", [False, True], ids=["in approval", "approved"])
def test_changed_words_are_a_draft_again_and_who_was_asked_is_told(session, launch, approved):
    first, second, third = (make.a_person() for _ in range(3))
    asked(session, launch, first, second, *([] if approved else [third]))
    approve(session, launch, first)
    if approved:
        approve(session, launch, second)
    before = len(letters(session))
    assert rewrite(session, launch) is False  # the same words are no change
    assert rewrite(session, launch, frame="Another frame.") is True
    assert launch.position.status is PositionStatus.DRAFT
    assert letters(session)[before:] == [("sent_back", first.email), ("sent_back", second.email)]
    assert rules.approvals_in_hand(launch.position) == []


def test_changed_words_that_stay_approved_are_noticed(session, launch, monkeypatch):
    person = make.a_person()
    asked(session, launch, person)
    approve(session, launch, person)
    monkeypatch.setattr("policy.actions.writing.take_back_approval", lambda *_, **__: False)
    rewrite(session, launch, frame="Another frame.")
    assert launch.position.status is PositionStatus.APPROVED


def test_nobody_approves_words_that_changed_under_their_eyes(session, launch):
    person = make.a_person()
    asked(session, launch, person)
    read = rules.digest(launch.position)
    launch.position.texts[0].frame = "Another frame."
    with pytest.raises(rules.ChangedMeanwhile):
        approve(session, launch, person, read)


def test_approving_asks_again_who_it_is(browse, session, now, launch, monkeypatch):
    person = make.a_person()
    asked(session, launch, person)
    session.commit()
    address, typed = f"/desk/policy/{launch.position.slug}/approvals/approve", {"seen": rules.digest(launch.position)}
    client = browse(person)
    monkeypatch.setattr("people.rules.is_fresh", lambda *_: False)
    assert client.post(address, data=typed).status_code == 409
    monkeypatch.setattr("people.rules.is_fresh", lambda *_: True)
    assert client.post(address, data=typed).status_code == 303
    session.expire_all()
    assert launch.position.status is PositionStatus.APPROVED


def test_rule_49_no_letter_before_the_moment_names_the_position(session, launch, composed):
    person = make.a_person()
    asked(session, launch, person)
    ((read, beside),) = composed()
    assert launch.position.slug in read.text
    for each in (read.subject, read.text, beside.subject, beside.text):
        assert "Time to lead" not in each
    assert launch.position.slug not in beside.text


def test_a_letter_to_who_is_no_longer_asked_is_not_sent(session, launch, composed):
    person = make.a_person()
    asked(session, launch, person)
    rewrite(session, launch, frame="Another frame.")
    (asked_then, _), (told_since, _) = composed()
    assert asked_then is None
    assert "draft again" in told_since.subject


@pytest.mark.parametrize(
    "status", [PositionStatus.SCHEDULED, PositionStatus.LIVE, PositionStatus.ARCHIVED], ids=lambda each: each.value
)
def test_words_that_are_promised_or_public_do_not_change_in_place(session, status):
    launch = a_scheduled_launch()
    launch.position.status = status
    with pytest.raises(rules.NotToBeWritten):
        rewrite(session, launch, frame="Another frame.")


def live(session):
    launch = a_scheduled_launch(lifts_at=NOW)
    launch.position.status = PositionStatus.LIVE
    session.commit()
    return launch


def test_an_update_is_written_beside_approved_and_then_read(browse, session, now):
    launch, person = live(session), make.a_person()
    about = by_owner(launch)
    assert actions.begin_update(session, **about) == 2
    rewrite(session, launch, title="Time to lead well", changed="The title.")
    session.commit()
    public = f"/policy/{launch.position.slug}"
    assert "Time to lead well" not in browse().get(public).text
    with pytest.raises(rules.NotApproved, match="approved by everybody"):
        actions.publish_update(session, **about)
    asked(session, launch, person)
    approve(session, launch, person)
    actions.publish_update(session, **about)
    session.commit()
    shown = browse().get(public).text
    assert ("Time to lead well" in shown, "Version 2, what changed" in shown) == (True, True)
    assert (launch.position.status, launch.position.public_version) == (PositionStatus.UPDATED, 2)
    assert actions.begin_update(session, **about) == 3


def test_an_update_says_what_changed(session):
    launch, person = live(session), make.a_person()
    actions.begin_update(session, **by_owner(launch))
    asked(session, launch, person)
    approve(session, launch, person)
    with pytest.raises(rules.NotApproved, match="what changed"):
        actions.publish_update(session, **by_owner(launch))


def test_rule_52_an_update_for_wales_is_in_welsh_too_or_has_a_reason(session):
    launch, person = live(session), make.a_person()
    launch.nation = Nation.WALES
    actions.begin_update(session, **by_owner(launch))
    rewrite(session, launch, changed="The title.")
    asked(session, launch, person)
    approve(session, launch, person)
    with pytest.raises(rules.NotApproved, match="in Welsh, or say why"):
        actions.publish_update(session, **by_owner(launch))
    launch.welsh_reason = "The translator is ill."
    actions.publish_update(session, **by_owner(launch))


def test_one_that_was_public_says_that_it_was_withdrawn_without_its_words(browse, session, now):
    launch = live(session)
    client, one = browse(make.a_person(role=Role.POLICY_EDITOR)), f"/desk/policy/{launch.position.slug}"
    assert client.post(f"{one}/withdraw", data={"because": ""}).status_code == 422
    assert client.post(f"{one}/withdraw", data={"because": "The figures were wrong."}).status_code == 303
    told = browse().get(f"/policy/{launch.position.slug}")
    assert (told.status_code, "The figures were wrong." in told.text, "A frame." in told.text) == (410, True, False)
    assert "Time to lead" not in browse().get("/policy/").text


def test_rule_49_one_that_was_never_public_is_withdrawn_without_a_trace(browse, session, now):
    launch = a_scheduled_launch()
    actions.withdraw_position(session, because="No.", **by_owner(launch))
    session.commit()
    answer, nothing = browse().get(f"/policy/{launch.position.slug}"), browse().get("/policy/position-x")
    assert (answer.status_code, len(answer.data)) == (404, len(nothing.data))


def test_off_the_schedule_nothing_becomes_public(browse, session, now):
    launch = a_scheduled_launch()
    actions.unschedule_launch(session, launch=launch, by_id=launch.position.owner_id, now=NOW)
    session.commit()
    assert (launch.position.status, launch.position.public_version) == (PositionStatus.APPROVED, None)
    assert queries.public_positions(session, launch.lifts_at) == []


def test_a_paper_and_an_asset_are_kept_and_given_to_who_may_see_them(browse, session, now, tmp_path, app, monkeypatch):
    launch = a_launch(position=a_position())
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}")
    client, one = browse(launch.lead), f"/desk/policy/{launch.position.slug}"
    monkeypatch.setattr("policy.forms.writing.take_in", a_pdf)
    monkeypatch.setattr("policy.views.desk_launching.take_in", a_pdf)
    sent = client.post(f"{one}/text/en/paper", data={"paper": (b_file(), "paper.pdf")})
    assert sent.status_code == 303
    assert client.get(f"{one}/text/en/paper").data == PDF_BYTES
    page = client.get(f"{one}/assets/slide/en").text
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    typed = {"seen": seen, "words": "A slide.", "file": (b_file(), "slide.pdf")}
    assert client.post(f"{one}/assets/slide/en", data=typed).status_code == 303
    assert client.get(f"{one}/assets/slide/en/file").data == PDF_BYTES
    assert browse(make.a_person()).get(f"{one}/assets/slide/en/file").status_code == 404
    stale = client.post(f"{one}/assets/slide/en", data={"seen": seen, "words": "Over it."})
    assert (stale.status_code, "Over it." in stale.text) == (409, True)
    session.expire_all()
    assert queries.asset_of(launch, Channel.SLIDE, Language.ENGLISH).words == "A slide."


PDF_BYTES = b"%PDF-1.7 A paper."


def b_file() -> io.BytesIO:
    return io.BytesIO(PDF_BYTES)


def a_pdf(content: bytes, *, name: str, **_) -> Upload:
    return Upload(name=name, kind=PDF, content=content)
