"""One transaction around each view: what is kept, what is undone, and what is tried again."""

import io
from concurrent.futures import ThreadPoolExecutor
from functools import wraps

import pytest
from flask import flash, g, get_flashed_messages, request
from sqlalchemy import select, text, update

from core import db
from core.db import calls_outside, record_apart, refuse_if_broken, session, transaction
from core.errors import Refusal
from people.models import Person
from tests.core.conftest import a_person


class Taken(Refusal):
    pass


def lose_a_race(app):
    """Fail as the database does when another transaction was there first."""
    if app.config["DATABASE_URL"].startswith("postgresql"):
        session.execute(text("do $$ begin raise exception 'outrun' using errcode = '40001'; end $$"))
    with db.db.engine.connect() as other:
        other.connection.driver_connection.execute("pragma busy_timeout = 10")
        other.execution_options(writing=True).exec_driver_sql("select 1")


def refuse():
    raise Taken("It is taken.")


@pytest.mark.parametrize(
    ("method", "ending", "status", "names"),
    [
        ("post", lambda: ("", 303), 303, ["Ash"]),
        ("post", lambda: ("", 422), 422, []),
        ("post", refuse, 409, []),
        ("post", lambda: 1 / 0, 500, []),
        ("get", lambda: "", 200, []),
    ],
    ids=["a success", "typed wrongly", "refused", "a bug", "a GET"],
)
def test_only_a_successful_post_is_kept(view, kept, method, ending, status, names):
    def toy():
        session.add(a_person("Ash"))
        session.flush()
        return ending()

    assert getattr(view(toy), method)("/toy").status_code == status
    assert kept() == names


@pytest.mark.parametrize("mapped", [True, False], ids=["foreseen", "a bug"])
def test_what_fails_as_late_as_the_commit_is_answered_and_not_kept(toys, view, kept, mapped):
    with toys.app_context(), transaction():
        session.execute(
            text(
                "create table late (event_id integer, constraint fk_late_event_id"
                " foreign key (event_id) references events (id) deferrable initially deferred)"
            )
        )

    def toy():
        session.add(a_person("Ash"))
        session.execute(text("insert into late values (4711)"))
        flash("Saved.")
        if mapped:
            refuse_if_broken(session, "fk_late_event_id", Taken("That event has gone."))
        return "", 303

    client = view(toy)
    answer = client.post("/toy")

    assert answer.status_code == (409 if mapped else 500)
    assert ("That event has gone." in answer.text) is mapped
    assert kept() == []
    assert client.get("/flashes").json == []


def test_a_broken_unique_constraint_is_answered_in_the_actions_words(view, kept):
    def toy():
        refuse_if_broken(session, "uq_people_email_key", Taken("That address is taken."))
        session.add_all([a_person("Ash"), a_person("Ash")])
        return "", 303

    answer = view(toy).post("/toy")

    assert (answer.status_code, "That address is taken." in answer.text) == (409, True)
    assert kept() == []


def test_a_lost_race_is_run_again_as_if_it_had_just_come_in(toys, view, kept):
    seen = []

    def toy():
        seen.append((g.get("trace"), get_flashed_messages()))
        g.trace = "of an earlier try"
        flash("Saved.")
        session.add(a_person("Ash"))
        session.flush()
        record_apart(a_person("Fenn"))
        if len(seen) == 1:
            lose_a_race(toys)
        return "", 303

    client = view(toy)

    assert client.post("/toy").status_code == 303
    assert seen == [(None, []), (None, [])]
    assert kept() == ["Ash", "Fenn"]
    assert client.get("/flashes").json == ["Saved."]


def test_a_race_lost_three_times_is_given_up_in_words_that_say_so(toys, view, kept):
    tries = []

    def toy():
        tries.append(1)
        session.add(a_person("Ash"))
        lose_a_race(toys)

    answer = view(toy).post("/toy")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Nothing of your last step was kept." in answer.text
    assert len(tries) == 3
    assert kept() == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_recorded_apart_survives_a_refusal(view, kept, method):
    def toy():
        session.add(a_person("Ash"))
        session.flush()  # SQLite: the lock is held, so a second writer would have to wait in vain
        record_apart(a_person("Fenn"))
        raise Taken("It is taken.")

    assert getattr(view(toy), method)("/toy").status_code == 409
    assert kept() == ["Fenn"]


def test_a_view_that_is_only_read_may_record_that_it_was(view, kept):
    def toy():
        record_apart(a_person("Fenn"))
        return "read"

    assert view(toy).get("/toy").text == "read"
    assert kept() == ["Fenn"]


def test_a_statement_may_be_recorded_apart_beside_a_row(toys, view, kept):
    with toys.app_context(), transaction():
        session.add(a_person("Ash"))

    def toy():
        record_apart(update(Person).where(Person.name == "Ash").values(name="Rowan"), a_person("Fenn"))
        return "", 422

    assert view(toy).post("/toy").status_code == 422
    assert kept() == ["Fenn", "Rowan"]


def test_a_slow_upload_does_not_keep_others_waiting(toys, view, kept):
    def toy():
        session.add(a_person(request.form["name"]))
        return "", 303

    client = view(toy)

    class SlowBody(io.BytesIO):
        def readinto(self, buffer):
            if self.tell() == 0:  # while this one dawdles, another comes and goes
                with ThreadPoolExecutor() as pool:
                    quick = pool.submit(toys.test_client().post, "/toy", data={"name": "Quick"})
                    assert quick.result(timeout=2).status_code == 303
            return super().readinto(buffer)

    body = b"name=Slow"
    slow = client.post(
        "/toy",
        input_stream=SlowBody(body),
        content_length=len(body),
        content_type="application/x-www-form-urlencoded",
    )

    assert slow.status_code == 303
    assert kept() == ["Quick", "Slow"]


class TestCallsOutside:
    def test_such_a_view_has_only_the_transactions_that_it_begins(self, view, kept):
        def toy():
            assert not session().in_transaction()
            with transaction():
                session.add(a_person("Ash"))
            assert not session().in_transaction()
            raise Taken("The provider does not answer.")

        assert view(calls_outside(toy)).post("/toy").status_code == 409
        assert kept() == ["Ash"]

    def test_what_a_guard_reads_is_over_before_the_outside_is_called(self, view):
        @calls_outside
        def toy():
            return "waiting" if session().in_transaction() else "free"

        @wraps(toy)
        def guarded():
            session.scalar(select(1))
            return toy()

        assert view(guarded).post("/toy").text == "free"

    def test_no_transaction_is_begun_inside_another(self, view, kept):
        def toy():
            with transaction():
                session.add(a_person("Ash"))

        assert view(toy).post("/toy").status_code == 500
        assert kept() == []


class TestABusyDatabase:
    @pytest.mark.parametrize("state", ["55P03", "57P01", "53300", "08006"])
    def test_a_lock_not_had_and_a_server_gone_are_its_trouble_and_not_ours(self, toys, view, kept, state):
        def toy():
            session.add(a_person("Ash"))
            session.flush()
            if not toys.config["DATABASE_URL"].startswith("postgresql"):
                lose_a_race(toys)
            session.execute(text(f"do $$ begin raise exception 'away' using errcode = '{state}'; end $$"))

        answer = view(toy).post("/toy")

        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert kept() == []

    def test_a_fault_in_our_own_sql_is_a_bug(self, view, kept):
        def toy():
            session.add(a_person("Ash"))
            session.execute(text("select nonsense"))

        assert view(toy).post("/toy").status_code == 500
        assert kept() == []

    def test_a_connection_that_is_not_to_be_had_in_time_is_said_in_the_same_words(self, toys, view):
        with toys.app_context():
            pool = db.db.engine.pool
            pool._timeout = 0.05
            taken = [pool.connect() for _ in range(pool.size() + pool._max_overflow)]

        answer = view(lambda: str(session.scalar(select(1)))).get("/toy")

        for connection in taken:
            connection.close()
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_what_is_asked_alone_begins_nothing_and_leaves_nothing(app_that_commits):
    question = select(text("1"))
    with app_that_commits.app_context():
        is_postgres = db.db.engine.dialect.name == "postgresql"
        for _ in range(7):  # from the sixth on its plan is kept
            assert db.ask_alone(session, question, {}) == [(1,)]
            assert not session().in_transaction()
        with db.db.engine.connect() as connection:
            plain = connection.connection.driver_connection
            assert not is_postgres or (not plain.autocommit and plain.info.transaction_status == 0)
            kept = connection.execute(text("select count(*) from pg_prepared_statements")) if is_postgres else None
            assert kept is None or kept.scalar() > 0

        with db.reading():
            session.add(a_person("Ash"))
            session.flush()
        with db.reading():
            assert session.scalars(select(Person)).all() == []
