"""The house is as it says it is; and each check is seen to fail on a planted fault."""

import ast
from pathlib import Path

import pytest

from tests import house

ROOT = Path(__file__).parent.parent

# What a check must find when this is written into the file beside it.
PLANTED = {
    house.committers: ("registration/actions.py", "def place(session):\n    session.commit()\n"),
    house.own_transactions: ("registration/actions.py", "from core.db import transaction\n"),
    house.unhanded_clocks: ("registration/actions.py", "def place():\n    clock.now()\n"),
    house.asks_twice: ("registration/views.py", "def show():\n    clock.now()\n    clock.now()\n"),
    house.other_clocks: ("registration/views.py", "x = datetime.now(UTC)\n"),
    house.htmx_readers: ("registration/views.py", "x = request.headers['HX-Request']\n"),
    house.selecting_views: ("registration/views.py", "def show():\n    return session.scalar(select(1))\n"),
    house.impure_rules: ("registration/rules.py", "from sqlalchemy.orm import Session\n"),
    house.borrowers: ("registration/actions.py", "from events.views import bp\n"),
    house.importers_of_app: ("registration/actions.py", "from app import create_app\n"),
    house.unasked_questions: ("registration/services.py", ""),
    house.silent_packages: ("registration/__init__.py", ""),
    house.long_files: ("registration/actions.py", "x = 1\n" * 301),
    house.banned_names: ("registration/actions.py", "def process_order():\n    pass\n"),
    house.loose_fragments: ("registration/views.py", 'page("registration/order.html", fragment="ticket")\n'),
    house.unshown_pages: ("templates/registration/forgotten.html", "<p>"),
    house.inline_code: ("templates/registration/order.html", '<p style="color: red">'),
}


@pytest.fixture
def small_house(tmp_path):
    """A tree with nothing wrong in it."""
    for package in (*house.PACKAGES, "core", "demo"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text('"""What it owns."""\n')
        (tmp_path / "templates" / package).mkdir(parents=True)
    (tmp_path / "tests").mkdir()
    (tmp_path / "templates/registration/order.html").write_text("{% block other %}<p>{% endblock %}")
    (tmp_path / "registration/views.py").write_text('page("registration/order.html")\n')
    return tmp_path


@pytest.mark.parametrize("check", PLANTED, ids=lambda check: check.__name__)
def test_this_house_has_no_such_fault(check):
    assert check(ROOT) == set()


@pytest.mark.parametrize("check", PLANTED, ids=lambda check: check.__name__)
def test_a_planted_fault_is_found(check, small_house):
    assert check(small_house) == set()
    where, fault = PLANTED[check]
    (small_house / where).write_text(fault)
    assert check(small_house)


def test_few_facts_are_recorded_apart():
    assert house.using(ROOT, "record_apart") == {
        "abstracts/views/exchange.py",
        "abstracts/views/supplement_desk.py",
        "abstracts/actions/writing.py",
        "checkin/actions/finding.py",
        "checkin/views/attendance_desk.py",
        "checkin/views/devices.py",
        "checkin/views/guards.py",
        "core/db.py",
        "members/views/own.py",
        "office/views/ticked.py",
        "people/access.py",
        "people/views/confirm.py",
        "people/views/factors.py",
        "people/views/sign_in.py",
        "policy/views/public.py",
        "registration/actions/booking_codes.py",
    }


def test_every_view_declares_who_may_use_it(app):
    said = {getattr(view, "access", name) for name, view in app.view_functions.items()}
    assert said <= {
        "open to all",
        "open to visitors",
        "signed in",
        "signed in so far",
        "duty abstract chair",
        "duty reviewer",
        "duty organiser",
        "duty organiser everywhere",
        "duty door",
        "duty exhibitor",
        "device",
        "duty door or device",
        "duty policy editor everywhere",
        "signed in to work",
    }


def test_the_addresses_of_the_contract_are_served(app):
    served = {str(rule) for rule in app.url_map.iter_rules()}
    promised = {
        "/",
        "/events/<event_slug>/",
        "/events/<event_slug>/calendar.ics",
        "/events/<event_slug>/tickets",
        "/orders/<key>",
        "/tickets/<key>",
        "/events/<event_slug>/door",
        "/desk/",
        "/sign-in",
        "/me",
        "/healthz",
        "/readyz",
        "/metrics",
    }
    assert promised <= served


def test_every_public_function_of_core_says_what_it_does():
    silent = [
        f"{path.stem}.{node.name}"
        for path in (ROOT / "core").glob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    obvious = {
        "errors.show_refusal",
        "errors.show_http_error",
        "trace.request_id",
        "trace.road",
        "words.pounds_and_pence",
        "invariants.stated",
        "outbox.check_move",
        "worker.init_app",
        "db.refuse_if_broken",
    }
    assert set(silent) <= obvious
