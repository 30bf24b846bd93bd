"""Domain rule 38: to the second and by the database's clock; a draft does not count; a code lets somebody come late."""

from datetime import timedelta

import pytest

from abstracts.models import AbstractStatus, LateEntry
from abstracts.queries import own_abstracts
from abstracts.rules import counts_as_sent
from tests import factories as make
from tests.abstracts.pages import URL, a_text, statements
from tests.conftest import words

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
TINY = timedelta(microseconds=1)


def send(client, abstract):
    return client.post(f"{URL}/{abstract.number}/check", data={"version": abstract.version})


@pytest.mark.parametrize(
    ("before_it_closes", "status"),
    [(SECOND, 303), (TINY, 303), (timedelta(0), 409), (-SECOND, 409)],
    ids=["a second before", "an instant before", "the moment itself", "a second after"],
)
def test_rule_38_it_closes_at_its_exact_moment(author, session, abstract, at, before_it_closes, status):
    at(abstract.call.closes_at - before_it_closes)

    answer = send(author, abstract)

    session.refresh(abstract)
    assert answer.status_code == status
    assert counts_as_sent(abstract) is (status == 303)
    assert abstract.status is (AbstractStatus.SUBMITTED if status == 303 else AbstractStatus.DRAFT)


def test_rule_38_a_program_that_asks_no_clock_is_noticed(author, session, abstract, at, monkeypatch):
    monkeypatch.setattr("abstracts.actions.writing.rules.check_open_for", lambda *_: None)
    at(abstract.call.closes_at)

    send(author, abstract)

    session.refresh(abstract)
    assert counts_as_sent(abstract)  # and so it would be in after the end


def test_rule_38_it_does_not_open_before_its_moment(browse, session, open_call, at):
    client = browse(make.a_person())
    at(open_call.opens_at - SECOND)
    assert client.post(URL).status_code == 409
    assert "Start an abstract" not in client.get(URL).text

    at(open_call.opens_at)

    assert "Start an abstract" in client.get(URL).text
    assert client.post(URL).status_code == 303


@pytest.mark.parametrize("page", ["text", "statements"])
@pytest.mark.parametrize("do", ["", "autosave"])
def test_rule_38_what_is_typed_over_the_end_is_not_saved_and_stays_to_be_copied(
    author, session, abstract, at, page, do
):
    at(abstract.call.closes_at)
    typed = a_text(abstract, title="Typed in time") if page == "text" else statements(abstract, funding="Typed in time")

    answer = author.post(f"{URL}/1/{page}", data=typed | {"do": do}, headers={"HX-Request": "true"} if do else {})

    session.refresh(abstract)
    assert answer.status_code == (422 if do else 409)
    assert "This call has closed" in answer.text
    assert do or "Typed in time" in answer.text  # the page that saves by itself still holds it
    assert "Save and go on" not in answer.text
    assert abstract.version == 2


def test_rule_38_a_draft_after_the_end_is_said_not_to_count(author, session, abstract, at):
    at(abstract.call.closes_at)

    home, check = author.get(f"{URL}/1"), author.get(f"{URL}/1/check")

    assert "This draft was not submitted in time" in home.text
    assert "does not count as sent in" in home.text
    assert (check.status_code, "Submit the abstract" in check.text) == (200, False)
    assert author.get(f"{URL}/1/text").location == f"{URL}/1"
    assert [counts_as_sent(each) for each in own_abstracts(session, abstract.owner)] == [False]


@pytest.fixture
def code(open_call):
    until = open_call.closes_at + DAY
    return make.saved(
        LateEntry(call_id=open_call.id, code="LATE42", uses=1, closes_at=until, created_at=make.NOON, words="Dr L")
    )


class TestALateCode:
    def test_rule_38_lets_as_many_begin_as_it_says_and_until_its_own_end(self, browse, session, open_call, code, at):
        late, later = browse(make.a_person()), browse(make.a_person())
        at(open_call.closes_at)
        assert late.post(URL).status_code == 409

        answers = [late.post(URL, data={"late_code": " late42 "}) for _ in range(2)]  # a double click takes it once
        other = later.post(URL, data={"late_code": "LATE42"})

        assert [each.location for each in answers] == [f"{URL}/1", f"{URL}/1"]
        assert (other.status_code, "used already" in other.text) == (422, True)
        session.refresh(code)
        assert code.used == 1
        at(code.closes_at - SECOND)
        assert late.get(f"{URL}/1/text").status_code == 200
        at(code.closes_at)
        assert late.get(f"{URL}/1/text").status_code == 303

    @pytest.mark.parametrize("typed", ["WRONG", "LATE42' OR 1=1", "٤٢", "L" * 100])
    def test_rule_38_that_is_none_lets_nobody_in_and_stays_in_its_field(self, browse, open_call, code, at, typed):
        at(open_call.closes_at)

        answer = browse(make.a_person()).post(URL, data={"late_code": typed})

        assert answer.status_code == 422
        assert "not a code of this call" in answer.text
        assert typed.replace("'", "&#39;") in answer.text

    def test_rule_38_whose_time_is_over_lets_nobody_in(self, browse, open_call, code, at):
        at(code.closes_at)

        answer = browse(make.a_person()).post(URL, data={"late_code": "LATE42"})

        assert (answer.status_code, "is over" in words(answer)) == (422, True)

    def test_rule_38_cannot_be_guessed_for_long(self, app, browse, open_call, code, at):
        client = browse(make.a_person())
        at(open_call.closes_at)
        tries = app.config["LIMITS"].guesses_per_visitor
        answers = [client.post(URL, data={"late_code": f"GUESS{n}"}).status_code for n in range(tries + 1)]

        assert answers == [422] * tries + [429]
        assert client.post(URL, data={"late_code": "LATE42"}).status_code == 429

    def test_rule_38_a_program_that_counts_no_guesses_is_noticed(self, app, browse, open_call, code, at, monkeypatch):
        monkeypatch.setattr("abstracts.actions.writing.times_so_far", lambda *_, **__: 0)
        client = browse(make.a_person())
        at(open_call.closes_at)
        for n in range(app.config["LIMITS"].guesses_per_visitor + 1):
            client.post(URL, data={"late_code": f"GUESS{n}"})

        assert client.post(URL, data={"late_code": "LATE42"}).status_code == 303


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (timedelta(days=3, hours=4, minutes=5), "3 days 4 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=2, seconds=59), "2 hours"),
        (timedelta(minutes=12, seconds=5), "12 minutes 5 seconds"),
        (SECOND, "1 second"),
    ],
)
def test_rule_38_the_time_left_is_shown_and_the_end_in_the_events_zone(browse, open_call, at, left, shown):
    at(open_call.closes_at - left)

    page = words(browse().get(URL))

    assert f"Closes in {shown}<" in page
    assert f'data-seconds="{int(left.total_seconds())}"' in page
