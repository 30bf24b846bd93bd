"""Letters: each sent once, under the same Message-ID if twice, and never lost (R8)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import outbox
from core.mail import NotTaken
from core.outbox import LetterStatus, OutgoingLetter, WrongMove
from people.actions import ask_for_code
from people.models import SignInCode
from people.rules import digits_for

TO = "ash@north.example"


@pytest.fixture
def at(monkeypatch, now) -> Callable[[timedelta], None]:
    """Move the clock on to some time after noon."""
    return lambda later: monkeypatch.setattr("core.clock.now", lambda: now + later)


@pytest.fixture
def letter(app, session, now) -> OutgoingLetter:
    """A letter that waits, with a code that stays good for longer than the tests last."""
    limits = replace(app.config["LIMITS"], code_life=timedelta(days=30))
    with app.app_context():
        ask_for_code(session, email=TO, limits=limits, now=now)
    session.commit()
    return session.scalars(select(OutgoingLetter)).one()


@pytest.fixture
def send(app, session) -> Callable[[], bool]:
    def once() -> bool:
        with app.app_context():
            done = outbox.send_next()
        session.expire_all()
        return done

    return once


def test_a_letter_is_sent_once(send, letter, catcher, now):
    assert [send(), send()] == [True, False]

    (message,) = catcher.messages(TO)
    assert message.email["From"] == "events@plenary.example"
    assert message.email["To"] == TO
    assert message.email["Auto-Submitted"] == "auto-generated"
    assert (letter.status, letter.sent_at, letter.attempts) == (LetterStatus.SENT, now, 1)
    assert letter.lease is None


def test_the_oldest_that_is_due_goes_first(app, session, send, letter, catcher, now):
    with app.app_context():
        for minutes, email in ((-1, "fenn@north.example"), (1, "rowan@north.example")):
            ask_for_code(session, email=email, limits=app.config["LIMITS"], now=now + timedelta(minutes=minutes))
    session.commit()

    assert [send(), send(), send()] == [True, True, False]
    assert [message.recipients[0] for message in catcher.messages()] == ["fenn@north.example", TO]


def test_a_letter_whose_worker_died_is_sent_again_under_the_same_id_when_its_lease_is_over(
    app, send, letter, catcher, at, monkeypatch
):
    finish = outbox._finish

    def die(*_args, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(outbox, "_finish", die)  # the letter has left, and nothing of it is written down
    with pytest.raises(KeyboardInterrupt):
        send()
    monkeypatch.setattr(outbox, "_finish", finish)
    lease = app.config["LIMITS"].lease

    at(lease - timedelta(seconds=1))
    assert not send()
    at(lease)
    assert send()

    first, second = catcher.messages(TO)
    assert first.email["Message-ID"] == second.email["Message-ID"] == f"<letter-{letter.id}@localhost>"
    assert (letter.status, letter.attempts) == (LetterStatus.SENT, 2)


def test_a_worker_that_comes_back_after_its_lease_decides_nothing_any_more(app, session, send, letter, catcher, at):
    with app.app_context():
        outbox._lease_oldest(session, "of another", outbox.clock.now())
        session.commit()
        outbox._finish(letter.id, "mine, long ago", status=LetterStatus.FAILED)
        outbox._put_off(letter.id, "mine, long ago", NotTaken("late", for_good=True))
    session.expire_all()

    assert (letter.status, letter.lease, letter.problem) == (LetterStatus.WAITING, "of another", "")


def test_a_link_that_breaks_after_the_letter_was_taken_sends_it_twice_and_not_never(send, letter, catcher, at):
    catcher.turn(drop_after_data=1)

    send()
    assert letter.status is LetterStatus.WAITING
    at(timedelta(hours=1))
    send()

    assert len({message.email["Message-ID"] for message in catcher.messages(TO)}) == 1
    assert len(catcher.messages(TO)) == 2
    assert letter.status is LetterStatus.SENT


def test_a_mail_server_that_is_away_for_an_hour_is_asked_less_and_less_often_and_gets_all(
    send, letter, catcher, at, now
):
    catcher.turn(refuse_connections=True)
    tried = []
    for minute in range(61):
        at(timedelta(minutes=minute))
        if send():
            tried.append(minute)
    catcher.turn(refuse_connections=False)

    assert tried == [0, 1, 2, 4, 8, 16, 32]
    assert letter.problem == "no connection (ConnectionRefusedError)"
    assert letter.status is LetterStatus.WAITING

    at(letter.due_at - now)
    assert send()
    assert len(catcher.messages(TO)) == 1
    assert (letter.status, letter.problem) == (LetterStatus.SENT, "")


def test_a_server_that_is_away_for_longer_than_we_try_leaves_the_letter_on_the_list(app, send, letter, catcher, at):
    catcher.turn(refuse_connections=True)
    hours = 0
    while letter.status is LetterStatus.WAITING:
        at(timedelta(hours=hours))
        send()
        hours += 1

    assert letter.status is LetterStatus.FAILED
    assert letter.attempts == app.config["LIMITS"].attempts
    assert hours > 24


@pytest.mark.parametrize(
    ("answer", "status"),
    [("550 5.1.1 No such mailbox", LetterStatus.FAILED), ("452 4.2.2 Mailbox full", LetterStatus.WAITING)],
)
def test_a_refused_recipient_is_tried_again_only_if_that_may_help(send, letter, catcher, answer, status):
    catcher.turn(answers={TO: answer})

    send()

    assert letter.status is status
    assert letter.problem == f"recipient refused ({answer[:3]})"
    assert TO not in letter.problem


def test_a_server_that_refuses_encryption_gets_nothing(send, letter, catcher):
    catcher.turn(tls_refused=True)

    send()

    assert catcher.messages() == []
    assert letter.status is LetterStatus.WAITING


def test_a_letter_that_cannot_be_composed_fails_and_does_not_stop_the_next(
    app, session, send, letter, catcher, now, monkeypatch
):
    with app.app_context():
        ask_for_code(session, email="fenn@north.example", limits=app.config["LIMITS"], now=now)
    session.commit()
    composer = outbox._composers[letter.kind]

    def compose(session, *, masked, code_id):
        if code_id == letter.about["code_id"]:
            raise ZeroDivisionError("the words of ash@north.example")
        return composer(session, masked=masked, code_id=code_id)

    monkeypatch.setitem(outbox._composers, letter.kind, compose)

    assert [send(), send(), send()] == [True, True, False]
    assert letter.status is LetterStatus.FAILED
    assert letter.problem == "could not be composed (ZeroDivisionError)"
    assert len(catcher.messages("fenn@north.example")) == 1


def test_a_letter_whose_reason_has_gone_is_dropped(session, send, letter, catcher, now):
    session.scalars(select(SignInCode)).one().used_at = now
    session.commit()

    assert send()

    assert (letter.status, letter.problem) == (LetterStatus.DROPPED, "no longer wanted")
    assert catcher.messages() == []


def test_what_somebody_else_reads_along_shows_no_digits(app, session, letter):
    digits = digits_for(app.config["SECRET_KEY"], session.scalars(select(SignInCode)).one())
    with app.app_context():
        shown = outbox.compose(session, letter, masked=True)
        sent = outbox.compose(session, letter, masked=False)

    assert digits in sent.subject + sent.text  # the search finds it where it is
    assert digits in sent.html
    for words in (shown.subject, shown.text, shown.html):
        assert digits not in words


def test_a_row_holds_ids_and_no_words(letter):
    assert set(letter.about) == {"code_id"}


def test_the_same_event_is_announced_once(session, letter, now):
    outbox.queue_letter(session, kind=letter.kind, to=TO, key=letter.key.split(":")[1], now=now, code_id=1)

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_a_letter_that_nobody_composes_is_not_owed(app, session, now):
    with pytest.raises(LookupError, match="Nothing composes no/such"):
        outbox.queue_letter(session, kind="no/such", to=TO, key="1", now=now)


def test_a_name_in_a_subject_stays_on_its_line(app, session, letter, monkeypatch):
    words = "Order of\u2028Ash\r\x85\x0bFictum\nGood morning."
    monkeypatch.setattr(outbox, "render_template", lambda *_args, **_context: words)
    with app.app_context():
        composed = outbox.compose(session, letter, masked=False)

    assert composed.subject == "Order of Ash Fictum"


@pytest.mark.parametrize(
    ("status", "to", "allowed"),
    [
        (LetterStatus.WAITING, LetterStatus.DROPPED, True),
        (LetterStatus.FAILED, LetterStatus.WAITING, True),
        (LetterStatus.DROPPED, LetterStatus.WAITING, True),
        (LetterStatus.HELD, LetterStatus.WAITING, True),
        (LetterStatus.SENT, LetterStatus.WAITING, False),
        (LetterStatus.SENT, LetterStatus.DROPPED, False),
        (LetterStatus.WAITING, LetterStatus.WAITING, False),
    ],
)
def test_the_desk_moves_a_letter_only_along_the_arrows(status, to, allowed):
    if allowed:
        outbox.check_move(status, to)
    else:
        with pytest.raises(WrongMove):
            outbox.check_move(status, to)


def test_a_letter_let_go_again_has_its_tries_counted_anew(session, letter, now):
    letter.status, letter.attempts, letter.problem = LetterStatus.FAILED, 32, "recipient refused (550)"

    outbox.retry(letter, now)

    assert (letter.status, letter.attempts, letter.problem) == (LetterStatus.WAITING, 0, "")
