"""A thousand badges of one event, and `flask badges` as a program of its own."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from checkin import queries
from core.db import db, session, transaction
from registration.models import Answer, BadgePart
from tests import factories as make
from tests.checkin.badges import the_questions
from tests.conftest import a_config, an_application
from tests.rig.many_orders import many_orders

ROOT = Path(__file__).parent.parent.parent
SLUG, BADGES = "leaders-2027", 1000
PATIENCE = 120  # seconds
ROLES = (
    "Consultant in emergency medicine",
    "Deputy Medical Director and Responsible Officer for Revalidation",
    "Nurse",
)
PRINTS = """
import re, sys
from pathlib import Path
from app import create_app
app = create_app()
ended = app.test_cli_runner().invoke(args=["badges", *sys.argv[1:]])
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
sys.exit(ended.exit_code)
"""


@dataclass(frozen=True)
class Printed:
    """How long it took by the clock and of a processor, in seconds, and how much memory at most, in MB."""

    seconds: float
    processor: float
    megabytes: int


def a_thousand(url: str) -> set[str]:
    """The printed codes of an event in that database with so many badges, each with pronouns and a job role."""
    app = an_application(url)
    with app.app_context():
        with transaction():
            make.session, make.app = session, app
            event = make.an_event(slug=SLUG)
            product = make.a_product(event, capacity=2 * BADGES)
            many_orders(session, event, product, BADGES + 2, held_each=2 * BADGES)  # the first two do not stand
            questions = the_questions(event)
            places = queries.badges_of(session, event)
            for number, place in enumerate(places):
                for part, value in ((BadgePart.PRONOUNS, "they/them"), (BadgePart.JOB_ROLE, ROLES[number % 3])):
                    given = {"question_id": questions[part].id, "value": value, "answered_at": make.NOON}
                    session.add(Answer(ticket_id=place.ticket_id, **given))
        make.session = make.app = None
        codes = {place.badge.code for place in places}
        db.engine.dispose()
    return codes


def print_all(url: str, into: Path) -> Printed:
    """Print the badges of that database by a program of its own. AssertionError if it fails."""
    settings = {name: str(value) for name, value in vars(a_config(url)).items() if isinstance(value, str)}
    before, begun = os.times(), time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", PRINTS, SLUG, "-o", into],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    took, after = time.monotonic() - begun, os.times()
    assert ended.returncode == 0, ended.stderr
    assert into.read_bytes().startswith(b"%PDF")
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Printed(took, processor, int(ended.stdout.split()[-1]))
