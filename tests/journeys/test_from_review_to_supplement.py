"""The demo's call stands in review on the day it is loaded, and is brought to released decisions and to a book."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from abstracts import actions, queries
from abstracts.models import Abstract, AbstractStatus, Call, Decision, Review, ReviewStatus
from abstracts.rules import Judgement
from core import clock
from core.db import db, session, transaction
from people.models import Duty, Role
from tests.conftest import an_application
from tests.rig.live import Live

SITE, OF_CALL = "/events/leaders-2027/abstracts", "/desk/leaders-2027/abstracts/calls/abstracts"
DAYS = ("Reviews are due", "Decisions go out", "Authors accept by", "Presenters register by", "Copy for the supplement")
SUBJECT = "You speak at the conference"
LETTER = "Come and tell us what became of {title}."


@pytest.fixture
def reviewed(new_demo, tmp_path):
    """A program of its own, since the call is what other journeys read too."""
    with Live(new_demo(tmp_path), tmp_path) as program:
        yield program


def test_a_call_in_review_is_brought_to_a_book(visit, reviewed):
    reviewer = visit()
    be(reviewer, reviewed, "Hazel")
    score_two(reviewer)
    bring_in_the_rest(reviewed)

    chair = visit()
    be(chair, reviewed, "Willow")
    decide(chair, reviewed)
    rewrite_the_letter(chair, reviewed)
    chair.get_by_role("button", name="Let the decisions out").click()
    expect(chair.get_by_role("heading", name="The decisions are out", exact=True)).to_be_visible()

    number, title, owner = an_accepted_talk(reviewed)
    author = visit()
    read_and_accept(author, reviewed, number, title, owner)

    publish(chair, reviewed)
    read_the_book(visit(), reviewed, number, title)


def be(page: Page, program: Live, first_name: str) -> None:
    page.goto(f"{program.address}/demo/")
    page.get_by_role("button", name=f"Be {first_name}", exact=True).click()


def score_two(page: Page) -> None:
    """The next in the queue is scored from the list, and the one after it from where that leads."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator(f'main a[href^="{SITE}/abstracts/"][href$="/review"]').first.click()
    for _ in range(2):
        here = page.url
        for scale in page.locator("fieldset.scale").all():
            scale.get_by_role("radio", name="4", exact=True).check()
        page.get_by_label(re.compile("Comment for the authors")).fill("Clear. Say how the wards were chosen.")
        page.get_by_role("button", name="Submit and go on").click()
        expect(page.get_by_text("is in.", exact=False).first).to_be_visible()
        assert page.url != here


def over(program: Live):
    return an_application(program.environment["DATABASE_URL"], FILES_URL=program.environment["FILES_URL"])


def bring_in_the_rest(program: Live) -> None:
    """The other reviewers send in theirs, and the second chair decides what the first may not see."""
    app = over(program)
    with app.app_context():
        with transaction():
            now = clock.now()
            call = session.scalars(select(Call).where(Call.slug == "abstracts")).one()
            rubric = queries.rubric_of(session, call)
            left = (
                select(Review)
                .join(Abstract)
                .where(Abstract.call_id == call.id, Review.status.in_((ReviewStatus.ASSIGNED, ReviewStatus.STARTED)))
            )
            for each in session.scalars(left.order_by(Review.id)):
                points = {one.id: 2 + (each.id + place) % 3 for place, one in enumerate(rubric.criteria)}
                said = Judgement(points=points, confidence=2, to_authors="", to_chair="", concern=None)
                actions.submit_review(
                    session, review=each, rubric=rubric, judgement=said, version=each.version, now=now
                )
            first, second = session.scalars(
                select(Duty.person_id).where(Duty.role == Role.ABSTRACT_CHAIR).order_by(Duty.id)
            )
            recused = select(Abstract).where(Abstract.call_id == call.id, ~queries.is_open_to(first))
            for each in session.scalars(recused.where(Abstract.status == AbstractStatus.IN_REVIEW)):
                about = {"decision": Decision.WAITLISTED, "by_id": second, "now": now}
                actions.decide_on_reviews(session, abstract=each, **about)
        db.engine.dispose()


def decide(page: Page, program: Live) -> None:
    """The chair keeps what the rule suggests, makes the first a talk, and declines at once what is left to them."""
    page.goto(f"{program.address}{OF_CALL}/board")
    page.get_by_role("link", name="See what the rule suggests").click()
    page.get_by_role("button", name=re.compile(r"^Keep \d+ decisions")).click()
    expect(page.get_by_text(re.compile(r"\d+ decisions are kept. Nobody is told yet."))).to_be_visible()
    page.goto(f"{program.address}{OF_CALL}/board")
    first = page.locator("tr[id^=abstract-]").first
    first.get_by_label(re.compile("^Decision on abstract")).select_option("Talk")
    first.get_by_role("button", name=re.compile("^Keep")).click()
    expect(page.get_by_text(re.compile(r"^Abstract \d+: talk. Nobody is told yet."))).to_be_visible()
    page.goto(f"{program.address}{OF_CALL}/board?decision=undecided&tick=all")
    page.get_by_label("Decide those ticked").select_option("Decline")
    page.get_by_role("button", name="Keep for all ticked").click()
    expect(page.get_by_text("Nobody is told yet.").first).to_be_visible()


def rewrite_the_letter(page: Page, program: Live) -> None:
    page.goto(f"{program.address}{OF_CALL}/release")
    page.get_by_role("link", name="Talk", exact=True).click()
    page.get_by_label("Subject").fill(SUBJECT)
    page.get_by_label(re.compile("^Words|^Letter|^Text")).fill(LETTER)
    page.get_by_role("button", name="Keep the letter").click()
    expect(page.get_by_text(SUBJECT)).to_be_visible()


def an_accepted_talk(program: Live) -> tuple[int, str, str]:
    """Its number, its title, and the address of whoever sent it in."""
    app = over(program)
    with app.app_context():
        found = select(Abstract).where(Abstract.decision == Decision.ORAL, Abstract.status == AbstractStatus.ACCEPTED)
        first = session.scalars(found.order_by(Abstract.number)).first()
        told = first.number, first.title, first.owner.email
        session.remove()
        db.engine.dispose()
    return told


def read_and_accept(page: Page, program: Live, number: int, title: str, owner: str) -> None:
    """The letter is the chair's; the page behind it says the same, and there the place is taken."""
    decision = program.catcher.wait_for(to=owner, seconds=30)[0]
    assert decision.subject.startswith(SUBJECT)
    assert LETTER.format(title=title) in " ".join(decision.text.split())
    page.goto(f"{program.address}{SITE}/abstracts/{number}")
    page.get_by_label("Email").fill(owner)
    page.get_by_role("button", name="Email me a code").click()
    code = program.catcher.wait_for(to=owner, count=2, seconds=30)[1]
    page.get_by_label("Six-digit code").fill(re.search(r"^\s*(\d{6})\s*$", code.text, re.M).group(1))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.get_by_role("link", name="Your place", exact=True).click()
    page.get_by_role("button", name="Take the place").click()
    expect(page.get_by_text("The place is yours.").first).to_be_visible()


def publish(page: Page, program: Live) -> None:
    """The chair says that the journal's embargo has ended a minute ago, and publishes the book."""
    page.goto(f"{program.address}{OF_CALL}")
    for label in DAYS:
        page.get_by_label(re.compile(f"^{label}")).fill("")
    ended = datetime.now(UTC) - timedelta(minutes=1)  # the demo's days are in the winter, when London keeps this time
    page.get_by_label(re.compile("^Embargo of the journal ends")).fill(f"{ended:%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Save the call").click()
    page.goto(f"{program.address}{OF_CALL}/supplement")
    page.get_by_role("button", name="Publish the book").click()
    expect(page.get_by_text(re.compile(r"The book holds \d+ abstracts")).first).to_be_visible()


def read_the_book(page: Page, program: Live, number: int, title: str) -> None:
    """Anybody reads it, with names; and it is there as a PDF."""
    book = f"{program.address}{SITE}/abstracts/book"
    page.goto(book)
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    assert page.url == f"{book}/{number}"
    printed = page.request.get(f"{book}.pdf")
    assert (printed.status, printed.headers["content-type"]) == (200, "application/pdf")
    assert printed.body().startswith(b"%PDF")
