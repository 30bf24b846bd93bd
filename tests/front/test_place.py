"""The page of one's own place: the poster that is sent there, and what it says of being registered."""

import io

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from abstracts.models import OfferAnswer, Presenting
from core.files import StoredFile
from people.models import Role
from tests import factories as make
from tests.abstracts.accepting import REGISTER_BY, a_released_call, a_ticket_for, accepted
from tests.core import nasty


@pytest.fixture
def app(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}/kept")
    return app


@pytest.fixture
def abstract(session, now):
    return accepted(a_released_call(), answer=OfferAnswer.TAKEN)


def place(abstract, rest: str = "") -> str:
    call = abstract.call
    return f"/events/{call.event.slug}/abstracts/{call.slug}/{abstract.number}/place{rest}"


def send(client, abstract, content: bytes):
    given = {"file": FileStorage(io.BytesIO(content), "poster.pdf", content_type="application/pdf")}
    boundary, body = encode_multipart(given)  # the client's own way leaves a temporary file open
    sent = {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}
    return client.post(place(abstract, "/file"), **sent)


def test_a_poster_is_sent_replaced_and_read_by_its_author_and_the_chair(browse, session, abstract):
    author = browse(abstract.owner)
    chair = browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=abstract.call.event))
    desk = f"/desk/{abstract.call.event.slug}/abstracts/calls/{abstract.call.slug}/presenters/{abstract.number}/file"

    answers = [send(author, abstract, nasty.a_pdf(pages)) for pages in (1, 2)]

    session.expire_all()
    assert [each.status_code for each in answers] == [303, 303]
    assert session.scalars(select(StoredFile.id)).all() == [abstract.offer.file_id]
    assert author.get(place(abstract, "/file"), buffered=True).data == nasty.a_pdf(2)
    assert chair.get(desk, buffered=True).data == nasty.a_pdf(2)
    assert browse(make.a_person()).get(place(abstract, "/file")).status_code == 404


def test_what_is_no_pdf_is_refused_on_its_page(browse, session, abstract):
    answer = send(browse(abstract.owner), abstract, b"GIF89a no poster")

    assert answer.status_code == 422
    assert "Send a" in answer.text or "a PDF" in answer.text
    assert abstract.offer.file_id is None


def test_the_page_says_what_the_presenters_ticket_says(browse, session, abstract, monkeypatch):
    author = browse(abstract.owner)
    product = make.a_product(abstract.call.event, sales_close_at=REGISTER_BY)
    before = author.get(place(abstract)).text
    monkeypatch.setattr("core.clock.now", lambda: REGISTER_BY)
    late = author.get(place(abstract)).text
    a_ticket_for(abstract, product)
    after = author.get(place(abstract)).text

    assert "needs a ticket of their own" in before
    assert "At risk: nobody is registered" in late
    assert "is registered" in after
    assert "At risk" not in after


def test_a_presenter_who_wrote_it_reads_their_own_code(browse, session, abstract):
    abstract.authors[0].email = abstract.authors[0].email_key = abstract.owner.email_key
    abstract.offer.booking_code, abstract.offer.code_holder = "QWERTY23", abstract.owner.email_key
    make.saved(Presenting(call_id=abstract.call_id, issues_codes=True))

    assert "QWERTY23" in browse(abstract.owner).get(place(abstract)).text
