import pytest
from sqlalchemy import text

from core.db import session as units
from core.outbox import LetterStatus, OutgoingLetter
from tests import factories as make
from tests.conftest import an_application


def test_it_is_alive_without_asking_the_database(app, session, statements):
    answer = app.test_client().get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"alive": True})
    assert statements == []


def test_it_is_ready_when_the_database_is(app, session):
    answer = app.test_client().get("/readyz")

    assert (answer.status_code, answer.json) == (200, {"ready": True})


def test_it_is_not_ready_at_another_migration(app_that_commits):
    with app_that_commits.app_context():
        units.execute(text("update alembic_version set version_num = 'an-older-one'"))
        units.commit()

    answer = app_that_commits.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {"ready": False, "problem": "the database is not at the newest migration"}


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "postgresql+psycopg://nobody@127.0.0.1:9/nothing"])
def test_it_is_not_ready_and_still_alive_without_a_database(url, new_database):
    client = an_application(url).test_client()

    ready = client.get("/readyz")

    assert (ready.status_code, ready.json["ready"]) == (503, False)
    assert ready.json["problem"] == "the database does not answer (OperationalError)"
    assert client.get("/healthz").status_code == 200


def test_it_is_not_ready_if_somebody_took_the_lock_timeout_away(app_that_commits):
    is_postgres = app_that_commits.config["DATABASE_URL"].startswith("postgresql")
    with app_that_commits.app_context():
        units.execute(text("set lock_timeout = 0" if is_postgres else "pragma busy_timeout = 0"))
        units.commit()

    problem = app_that_commits.test_client().get("/readyz").json.get("problem")
    assert problem == ("the database has no lock timeout" if is_postgres else None)  # SQLite sets its own each time


def test_its_figures_name_routes_and_no_paths(app, session, now):
    event = make.an_event(slug="england-2027")
    order = make.an_order(make.a_product(event), event=event)
    session.add(
        OutgoingLetter(
            kind="k", about={}, recipient="r", key="k", status=LetterStatus.FAILED, queued_at=now, due_at=now
        )
    )
    session.commit()
    client = app.test_client()
    client.get("/events/england-2027/")
    client.get(f"/orders/{order.key}")

    figures = client.get("/metrics").text

    assert 'plenary_answers_total{method="GET",route="/events/<event_slug>/",status="200"}' in figures
    assert 'plenary_letters{status="waiting"} 1' in figures
    assert 'plenary_letters{status="failed"} 1' in figures
    assert "england-2027" not in figures
    assert order.key not in figures


def test_a_made_up_method_makes_no_figure_of_its_own(app, session):
    client = app.test_client()

    client.open("/", method="BREW-7")

    assert "BREW-7" not in client.get("/metrics").text


def test_probes_are_never_answered_by_a_cache(app, session):
    for address in ("/healthz", "/readyz", "/metrics"):
        assert app.test_client().get(address).headers["Cache-Control"] == "no-store"
