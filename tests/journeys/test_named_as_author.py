"""Somebody who is named as an author says so from their letter, and whoever named them sees it; without script too."""

import re
from uuid import uuid4

from playwright.sync_api import expect
from sqlalchemy import select

from abstracts.actions import submit_abstract
from abstracts.models import Abstract, Agreement, Author
from core.db import session
from tests import factories as make
from tests.journeys.calling import a_call_in, a_draft_in, data_of, key_of

PHONE = {"viewport": {"width": 360, "height": 740}}


def submitted(live, address: str, *coauthors: str) -> None:
    """The draft at ``address`` names these addresses too, and is sent in."""
    with data_of(live) as (_, now):
        abstract = session.scalars(select(Abstract).order_by(Abstract.id.desc())).first()
        assert address.endswith(f"/{abstract.number}")
        for position, email in enumerate(coauthors, start=2):
            make.an_author(abstract, position=position, email=email, given_names="Ash", surname="Fictum")
        session.refresh(abstract)
        submit_abstract(session, abstract=abstract, version=abstract.version, by_id=None, now=now)


def answer_of(live, email: str) -> Agreement:
    with data_of(live):
        return session.scalars(select(Author.agreement).where(Author.email_key == email)).one()


def link_in(live, email: str) -> str:
    """The link of the letter that asks; there is one such letter."""
    (letter,) = [each for each in live.catcher.wait_for(to=email, seconds=20) if "Are you an author" in each.subject]
    return re.search(r"http\S+/named/\d+/open/\S+", letter.text)[0]


def test_a_coauthor_agrees_and_another_declines_from_their_letters(visit, live):
    mark = uuid4().hex[:8]
    owner, agrees, declines = (f"{name}-{mark}@northmere.example" for name in ("owner", "agrees", "declines"))
    home = a_draft_in(live, a_call_in(live), owner, title="Rounds that listen")
    submitted(live, home, agrees, declines)
    link = link_in(live, agrees)

    page = visit(**PHONE)
    page.goto(link)
    expect(page).to_have_url(re.compile(rf"{home}/named/\d+$"))  # the token has gone from the address
    expect(page.get_by_role("heading", level=1)).to_have_text("Are you an author of this?")
    expect(page.get_by_text("What we say under Background.")).to_be_visible()
    assert answer_of(live, agrees) is Agreement.WAITING
    page.get_by_role("button", name="I am an author, and agree").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You agree.")
    assert answer_of(live, agrees) is Agreement.CONFIRMED

    other = visit(**PHONE)
    other.goto(link_in(live, declines))
    other.get_by_role("button", name="I am not, or do not agree").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("You said no.")
    told = [each.subject for each in live.catcher.wait_for(to=owner, count=2, seconds=20)]
    assert any(subject.startswith("An author says no") for subject in told)

    desk = visit()
    desk.context.add_cookies([key_of(live, owner)])
    desk.goto(f"{home}/authors")
    for words in ("1 agrees.", "1 says no.", "Agrees", "Says no"):
        expect(desk.get_by_text(words, exact=True).first).to_be_visible()


def test_authors_are_named_put_in_order_and_one_chosen_to_present(visit, live):
    owner = f"owner-{uuid4().hex[:8]}@northmere.example"
    home = a_draft_in(live, a_call_in(live), owner)
    page = visit(**PHONE)
    page.context.add_cookies([key_of(live, owner)])
    page.goto(f"{home}/authors")

    page.get_by_role("link", name="Name another author").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Three things need your attention")
    page.get_by_label("Given names (optional)").fill("Ash")
    page.get_by_label("Family name").fill("Fictum")
    page.get_by_label("Email").fill(f"ash-{owner}")
    page.get_by_label("Organisation", exact=True).fill("Halcyon Medical School")
    page.get_by_role("button", name="Save", exact=True).click()
    last = page.locator("#authors li").last
    expect(last).to_contain_text("2. Ash Fictum")
    last.get_by_role("button", name="Up").click()
    expect(page.locator("#authors li").first).to_contain_text("1. Ash Fictum")
    page.locator("#authors li").first.get_by_role("button", name="Make presenter").click()
    expect(page.locator("#authors li").first).to_contain_text("Presenter")
    expect(page.locator("#flashes")).to_contain_text("Ash Fictum presents it.")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
