"""Questions that an answer brings up, and answers that are files."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import files
from core.files import StoredFile
from registration.models import Answer, QuestionKind
from tests import factories as make
from tests.registration.filling_in import answers_in, five_places, sends
from tests.registration.standing import opened

DAY = timedelta(days=1)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def order(event):
    return five_places(event)


@pytest.fixture
def ticket(order):
    return order.tickets[0]


@pytest.fixture
def delegate(browse, ticket):
    return opened(browse(), ticket)


class TestAConditionalQuestion:
    @pytest.fixture
    def asked(self, event):
        coming = make.a_question(event, label="Do you come to dinner?", kind=QuestionKind.CHOICE, options="Yes\nNo")
        given = {"shown_if_id": coming.id, "shown_if_value": "Yes", "is_required": True}
        return coming, make.a_question(event, label="Which dish?", **given)

    def test_is_not_shown_before_the_answer_that_brings_it_up(self, ticket, delegate, asked):
        assert "Which dish?" not in delegate.get(f"/tickets/{ticket.key}/details").text

    def test_comes_up_at_once_with_script_and_nothing_is_kept_by_that(self, session, ticket, delegate, asked):
        coming = asked[0]

        answer = sends(delegate, ticket, coming, **{f"q{coming.id}": "Yes", "do": "update"})

        assert answer.status_code == 200
        assert "Which dish?" in answer.text
        assert "Answer “" not in answer.text
        assert answers_in(session) == {}

    def test_comes_after_saving_without_script(self, session, ticket, delegate, asked):
        coming, dish = asked

        answer = sends(delegate, ticket, coming, **{f"q{coming.id}": "Yes"})

        assert answer.location == f"/tickets/{ticket.key}/details"
        assert answers_in(session) == {coming.id: "Yes"}
        assert ticket.filled_in_at is None  # it is required
        yes, soup = {f"q{coming.id}": "Yes"}, {f"q{dish.id}": "Soup"}
        assert sends(delegate, ticket, coming, dish, **yes).status_code == 422
        assert sends(delegate, ticket, coming, dish, **yes, **soup).status_code == 303
        session.expire_all()
        assert ticket.filled_in_at == make.NOON

    def test_loses_its_answer_when_its_condition_is_no_longer_met(self, session, ticket, delegate, asked):
        coming, dish = asked
        make.an_answer(ticket, coming, "Yes")
        make.an_answer(ticket, dish, "Soup")

        assert (
            sends(delegate, ticket, coming, dish, **{f"q{coming.id}": "No", f"q{dish.id}": "Soup"}).status_code == 303
        )

        assert answers_in(session) == {coming.id: "No"}

    def test_an_answer_that_outlives_its_condition_is_noticed(self, session, ticket, delegate, asked, monkeypatch):
        coming, dish = asked
        make.an_answer(ticket, coming, "Yes")
        make.an_answer(ticket, dish, "Soup")
        monkeypatch.setattr("registration.rules.questions._is_shown", lambda *_: True)

        sends(delegate, ticket, coming, dish, **{f"q{coming.id}": "No", f"q{dish.id}": "Soup"})

        assert answers_in(session)[dish.id] == "Soup"


class TestAFile:
    @pytest.fixture
    def letter(self, event, app, tmp_path, monkeypatch):
        monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}/kept")
        return make.a_question(event, label="Your letter", kind=QuestionKind.FILE, is_required=True)

    def test_is_kept_and_counts_as_an_answer(self, session, ticket, delegate, letter, app):
        answer = sends(delegate, ticket, letter, **{f"q{letter.id}": (io.BytesIO(PNG), "me.png")})

        session.expire_all()
        kept = session.scalars(select(Answer)).one()
        assert (answer.status_code, kept.file.name, kept.file.purpose) == (303, "me.png", "answer")
        assert ticket.filled_in_at == make.NOON
        assert sends(delegate, ticket, letter).status_code == 303  # it need not be sent again
        assert "We have me.png" in delegate.get(f"/tickets/{ticket.key}/details").text
        with app.app_context():
            assert files.store().path(kept.file.key).exists()

    def test_gives_way_to_a_newer_one(self, session, ticket, delegate, letter):
        for name in ("one.png", "two.png"):
            sends(delegate, ticket, letter, **{f"q{letter.id}": (io.BytesIO(PNG), name)})

        assert session.scalars(select(StoredFile.name)).all() == ["two.png"]

    def test_that_is_none_comes_back_with_everything_typed(self, session, ticket, delegate, letter):
        sent = {f"q{letter.id}": (io.BytesIO(b"no picture"), "me.png"), "organisation": "New Trust"}

        answer = sends(delegate, ticket, letter, **sent)

        assert answer.status_code == 422
        assert "New Trust" in answer.text
        assert f'id="q{letter.id}-error"' in answer.text
        assert answers_in(session) == {}
