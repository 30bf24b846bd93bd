"""The joining pack: one PDF, put up at the desk, fetched from a ticket, and by nobody else."""

import io

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from core import files
from core.diary import DiaryEntry
from core.files import StoredFile
from events.models import Event
from people.models import Role
from registration.actions import cancel_order
from tests import factories as make
from tests.core import nasty
from tests.factories import NOON

FIRST, SECOND = nasty.a_pdf(1), nasty.a_pdf(2)


@pytest.fixture
def app(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}/kept")
    return app


@pytest.fixture
def event(session):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def organiser(event):
    return make.a_person(role=Role.ORGANISER, event=event)


@pytest.fixture
def send(app, now, browse, organiser):
    """Send a file at the desk, as the organiser unless told otherwise."""

    def one(content, name="pack.pdf", person=organiser, kind="application/pdf", **headers):
        given = {} if content is None else {"pack": FileStorage(io.BytesIO(content), name, content_type=kind)}
        boundary, body = encode_multipart(given)  # the client's own way leaves a temporary file open
        sent = {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}
        return browse(person).post("/desk/leaders-2027/joining-pack", **sent, **headers)

    return one


@pytest.fixture
def delegate(event):
    return make.a_person()


@pytest.fixture
def ticket(app, event, delegate):
    return make.an_order(make.a_product(event), event=event, buyer=delegate).tickets[0]


@pytest.fixture
def kept(app):
    """The files on the disk."""

    def paths():
        with app.app_context():
            return list(files.store().all())

    return paths


def how_many(session, what=StoredFile):
    return session.scalar(select(func.count(what.id)))


def acts(session, event):
    found = select(DiaryEntry).where(DiaryEntry.object_kind == "event", DiaryEntry.object_id == event.id)
    return list(session.scalars(found.order_by(DiaryEntry.id)))


def test_an_organiser_puts_up_a_pack_and_a_delegate_saves_it(send, browse, session, event, ticket, delegate):
    answer = send(FIRST, name="Joining leaders 2027.pdf")
    assert (answer.status_code, answer.location) == (303, "/desk/leaders-2027/joining-pack")

    page = browse(delegate).get(f"/tickets/{ticket.key}")
    saved = browse(delegate).get(f"/tickets/{ticket.key}/joining-pack")

    assert f'href="/tickets/{ticket.key}/joining-pack"' in page.text
    assert (saved.status_code, saved.data, saved.content_type) == (200, FIRST, "application/pdf")
    assert saved.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Joining%20leaders%202027.pdf"
    assert saved.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert saved.headers["Cache-Control"] == "private, no-store"
    assert not {"ETag", "Last-Modified", "Accept-Ranges"} & set(saved.headers.keys())


def test_the_desk_shows_what_is_up(send, browse, organiser):
    before = browse(organiser).get("/desk/leaders-2027/joining-pack")
    send(FIRST, name="<b>Pack</b>.pdf")
    after = browse(organiser).get("/desk/leaders-2027/joining-pack")

    assert "Put it up" in before.text
    assert "Replace it" in after.text
    assert "&lt;b&gt;Pack&lt;/b&gt;.pdf" in after.text


def test_a_new_pack_takes_the_place_of_the_old_one(send, browse, session, event, ticket, delegate):
    send(FIRST)
    send(SECOND)

    assert browse(delegate).get(f"/tickets/{ticket.key}/joining-pack").data == SECOND
    assert how_many(session) == 1


def test_the_diary_says_who_put_up_and_who_replaced_a_pack(send, session, event, organiser):
    send(FIRST)
    send(SECOND)

    first, second = acts(session, event)

    assert (first.act, second.act) == ("put up the joining pack", "replaced the joining pack")
    assert {first.actor_id, second.actor_id} == {organiser.id}
    assert first.before is None
    assert (second.before, second.after) == (first.after, {"file": event_now(session, event).joining_pack_id})
    assert (first.at, first.event_id) == (NOON, event.id)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "Choose a PDF from your computer."),
        (b"", "That file is empty."),
        (nasty.PAGE, "That is not a PDF, whatever its name says."),
        (nasty.SVG, "That is not a PDF, whatever its name says."),
        (nasty.a_picture(), "That is not a PDF, whatever its name says."),
        (nasty.a_pdf(tail=nasty.PAGE), "That file cannot be read."),
        (nasty.a_pdf(count=100_000), "That PDF has more than 200 pages."),
        (nasty.a_pdf(catalog=b"/OpenAction << /S /JavaScript /JS (x) >>"), "That PDF holds a program"),
        (b"%PDF-" + b"\0" * 10 * 2**20, "That file is larger than 10 MB."),
    ],
    ids=["none", "an empty one", "HTML", "SVG", "a picture", "a polyglot", "100,000 pages", "a script", "11 MB"],
)
def test_what_is_no_fit_pack_comes_back_with_the_form_and_is_not_kept(send, session, kept, event, content, says):
    answer = send(content)

    assert answer.status_code == 422
    assert says in answer.text
    assert 'aria-describedby="pack-hint pack-error"' in answer.text
    assert (how_many(session), acts(session, event)) == (0, [])
    assert kept() == []


def test_a_body_far_over_the_limit_is_refused_before_it_is_read(send, session):
    answer = send(b"%PDF-" + b"\0" * 13 * 2**20)

    assert answer.status_code == 413
    assert how_many(session) == 0


@pytest.mark.parametrize("name", ["../../x.pdf", "C:\\x.pdf", "x\0.pdf", "p" * 300 + ".pdf", "x\u202efdp.html"])
def test_a_strange_name_changes_nothing_about_where_a_pack_is_kept(send, browse, kept, name, ticket, delegate):
    assert send(FIRST, name=name, kind="text/html").status_code == 303

    (path,) = kept()
    saved = browse(delegate).get(f"/tickets/{ticket.key}/joining-pack")

    assert len(path.name) == 32
    assert saved.content_type == "application/pdf"
    assert saved.headers["Content-Disposition"].endswith(".pdf")


def test_nobody_without_the_duty_puts_up_a_pack_or_sees_the_page(send, browse, session, kept, event):
    stranger, door = make.a_person(), make.a_person(role=Role.DOOR, event=event)
    elsewhere = make.a_person(role=Role.ORGANISER, event=make.an_event())

    for person in (stranger, door, elsewhere):
        assert send(FIRST, person=person).status_code == 404
        assert browse(person).get("/desk/leaders-2027/joining-pack").status_code == 404
    assert send(FIRST, person=None).status_code == 303  # to the sign-in
    assert how_many(session) == 0
    assert kept() == []


def test_nobody_else_saves_a_delegates_pack(send, browse, ticket, organiser):
    send(FIRST)

    for person in (None, make.a_person(), organiser):
        assert browse(person).get(f"/tickets/{ticket.key}/joining-pack").status_code == 404


def test_a_ticket_that_was_given_back_opens_no_pack(send, browse, session, app, ticket, delegate):
    send(FIRST)
    with app.app_context():
        cancel_order(session, order=ticket.order, by_id=delegate.id, now=NOON)
        session.commit()

    assert browse(delegate).get(f"/tickets/{ticket.key}/joining-pack").status_code == 404
    assert "joining-pack" not in browse(delegate).get(f"/tickets/{ticket.key}").text


def test_without_a_pack_a_ticket_does_not_speak_of_one(browse, ticket, delegate):
    assert "joining-pack" not in browse(delegate).get(f"/tickets/{ticket.key}").text
    assert browse(delegate).get(f"/tickets/{ticket.key}/joining-pack").status_code == 404


def test_a_full_disk_keeps_the_old_pack(send, session, kept, event, monkeypatch):
    send(FIRST)
    before = event_now(session, event).joining_pack_id

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    answer = send(SECOND)

    assert answer.status_code == 503
    assert "The file could not be kept just now." in answer.text
    assert event_now(session, event).joining_pack_id == before
    assert len(kept()) == 1


def test_htmx_gets_the_same_answers(send):
    assert send(FIRST, headers={"HX-Request": "true"}).status_code == 303
    assert send(nasty.PAGE, headers={"HX-Request": "true"}).status_code == 422


def event_now(session, event):
    session.expire_all()
    return session.get(Event, event.id)
