"""INJ-1's small twin: markup that somebody typed is text wherever it is shown; it never runs, and letters hold none."""

import re
from uuid import uuid4

import html5lib
import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from core import clock
from core.db import db, session, transaction
from events.models import Event
from people.models import Person
from registration.actions import cancel_order, place_order
from registration.documents import order_link
from registration.models import Product
from registration.queries import lock_quotas
from registration.rules import Place, draws
from tests import factories as make
from tests.conftest import an_application
from tests.journeys import world
from tests.rig.live import Live

MARKUP = [
    "<script>beacon(1)</script>",
    '"><img src=x onerror=beacon(2)>',
    "'><svg onload=beacon(3)>",
    "</script><script>beacon(4)</script>",
    "</title></textarea></style><script>beacon(5)</script>",
    '<a href="javascript:beacon(6)">Open your ticket</a>',
    '" autofocus onfocus="beacon(7)" x="',
    '<b hx-get="/me" hx-trigger="load" hx-on::load="beacon(8)">',
    '<iframe srcdoc="<script>parent.beacon(9)</script>">',
    '<!--<img src="--><img src=x onerror=beacon(10)//">',
    "<style>*{display:none}</style>{{ 7*7 }}${7*7}",
    "http://evil.example/ [here](javascript:beacon(12)) www.evil.example",
]
BUYER = "markup@northmere.example"
DOOR, TICKETS, ORDERS = f"/events/{world.EVENT}/door", f"/events/{world.EVENT}/tickets", f"/desk/{world.EVENT}/orders"


@pytest.fixture(scope="module")
def house(new_demo, tmp_path_factory):
    """The program with two orders for delegates who are called such things, and their codes and links."""
    folder = tmp_path_factory.mktemp("markup")
    live = Live(new_demo(folder), folder)
    app = an_application(live.environment["DATABASE_URL"], BASE_URL=live.address)
    with app.app_context():
        with transaction():
            known = _known(clock.now())
        db.engine.dispose()
    with live:
        yield live, known


def _known(now) -> dict:
    event = session.scalars(select(Event).where(Event.slug == world.EVENT)).one()
    product = session.scalars(select(Product).where(Product.event_id == event.id, Product.price_pence == 0)).first()
    session.execute(update(Person).where(Person.email_key == world.STEWARD).values(name=MARKUP[2]))
    orders = []
    for half in (MARKUP[:6], MARKUP[6:]):
        places = [Place(product, words, BUYER, words) for words in half]
        orders.append(
            place_order(
                session,
                event=event,
                form_key=str(uuid4()),
                buyer_id=None,
                name=half[0],
                email=BUYER,
                places=places,
                quotas=lock_quotas(session, list(draws(places))),
                hold=make.HOLD,
                now=now,
            )
        )
    last = [Place(product, MARKUP[5], BUYER, MARKUP[1])]
    gone = place_order(
        session,
        event=event,
        form_key=str(uuid4()),
        buyer_id=None,
        name=MARKUP[5],
        email=BUYER,
        places=last,
        quotas=lock_quotas(session, list(draws(last))),
        hold=make.HOLD,
        now=now,
    )
    cancel_order(session, order=gone, by_id=None, now=now)
    return {
        "links": [order_link(order) for order in orders],
        "references": [order.reference for order in orders],
        "tickets": [order.tickets[0].key for order in orders],
        "codes": {ticket.name: ticket.code for order in orders for ticket in order.tickets},
    }


@pytest.fixture
def visit(browser, house):
    """A page in which anything that runs is told of: by the beacon, by the policy that stopped it, or by a request."""
    live, _ = house
    ran = []
    context = browser.new_context(base_url=live.address)
    context.expose_function("beacon", lambda *said: ran.append(f"it ran: {said}"))
    page = context.new_page()
    page.on("console", lambda line: ran.append(line.text) if "Content Security" in line.text else None)
    page.on("request", lambda asked: ran.append(asked.url) if asked.url.endswith("/x") else None)
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    yield page
    context.close()
    assert ran == []


def shows(page, words: str) -> None:
    """The words stand there as they were typed."""
    assert words in re.sub(r"\s+", " ", page.locator("body").text_content()), words


def be(page, name: str) -> None:
    page.goto("/demo/")
    page.get_by_role("button", name=f"Be {name}").click()
    page.wait_for_load_state()


pytestmark = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)


@pytest.mark.parametrize("half", [0, 1], ids=["first half", "second half"])
def test_markup_in_names_is_text_on_an_order_and_a_ticket(visit, house, half):
    _, known = house
    visit.goto(known["links"][half])
    for words in MARKUP[6 * half : 6 * half + 6]:
        shows(visit, words)
    visit.goto(f"/tickets/{known['tickets'][half]}")
    shows(visit, MARKUP[6 * half])


def test_markup_in_names_is_text_at_the_desk(visit, house):
    _, known = house
    be(visit, "Iris")
    visit.goto(ORDERS)
    for words in (MARKUP[0], MARKUP[6]):
        shows(visit, words)
    for reference, half in zip(known["references"], (MARKUP[:6], MARKUP[6:]), strict=True):
        visit.goto(f"{ORDERS}/{reference}")
        for words in half:
            shows(visit, words)
    for status in ("sent", "dropped"):
        visit.goto(f"/desk/letters?status={status}")
        if visit.locator("#letters tbody a").count():
            visit.locator("#letters tbody a").first.click()
            visit.wait_for_load_state()


def test_markup_that_is_searched_for_finds_only_itself(visit, house):
    be(visit, "Iris")
    for words in MARKUP:
        visit.goto(ORDERS)
        with visit.expect_response(lambda answer: "q=" in answer.url):
            visit.get_by_label("Name, email or order").fill(words)
        expect(visit.locator("#orders [role=status]")).to_contain_text("found")
        visit.goto(visit.url)
        expect(visit.get_by_label("Name, email or order")).to_have_value(words)


def test_markup_typed_into_the_booking_form_comes_back_as_it_was(visit, house):
    visit.goto(TICKETS)
    for words in MARKUP:
        visit.get_by_label("Your name").fill(words)
        visit.get_by_label("Organisation").first.fill(words)
        visit.get_by_label("Your email").fill("nowhere")
        with visit.expect_navigation():
            visit.get_by_role("button", name="Book 1 place").click()
        expect(visit.get_by_label("Your name")).to_have_value(words)
        expect(visit.get_by_label("Organisation").first).to_have_value(words)


def test_markup_at_the_door_is_text_in_names_codes_and_places(visit, house):
    _, known = house
    be(visit, "Fern")
    visit.goto(f"{DOOR}?place=<img src=x onerror=beacon(13)>")
    for words, code in known["codes"].items():
        for verdict, typed in (("admitted", code), ("again", code), ("refused", words)):
            visit.get_by_label("Code", exact=True).fill(typed)
            visit.get_by_label("Code", exact=True).press("Enter")
            expect(visit.locator("#verdict")).to_have_attribute("data-verdict", verdict)
            if verdict != "refused":
                shows(visit, words)
        shows(visit, "<img src=x onerror=beacon(13)>")
    visit.goto("/me")
    shows(visit, MARKUP[2])


def test_letters_hold_no_markup_and_no_link_that_somebody_typed(house):
    live, _ = house
    letters = live.catcher.wait_for(to=BUYER, count=3, seconds=30)
    assert {letter.subject.split(":")[0] for letter in letters} == {"You are booked", "Given back"}
    for letter in letters:
        root = html5lib.parse(letter.html, namespaceHTMLElements=False)
        tags = {each.tag for each in root.iter() if isinstance(each.tag, str)}
        assert not tags & {"script", "iframe", "svg", "form", "object", "base", "link"}
        assert all(each.get("src", "").startswith("cid:") for each in root.iter("img"))
        assert all(each.get("href").startswith(f"{live.address}/orders/") for each in root.iter("a"))
        assert all(not name.startswith(("on", "hx-")) for each in root.iter() for name in each.attrib)
        # What a mail program would make a link of by itself.
        linked = re.findall(r"(?:https?://|www\.)[^\s)]+|javascript:", letter.text + "".join(root.itertext()))
        assert all(address.startswith(f"{live.address}/orders/") for address in linked), linked


def test_a_planted_script_is_seen_to_run(browser, house):
    ran = []
    context = browser.new_context()
    context.expose_function("beacon", lambda said: ran.append(said))
    page = context.new_page()
    page.set_content(f"<p>Dr {MARKUP[0]}{MARKUP[1]}")
    page.wait_for_timeout(200)
    context.close()

    assert sorted(ran) == [1, 2]
