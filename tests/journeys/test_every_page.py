"""Every page there is, as each of those who may see it: sound markup, no fault that axe knows, no sideways scroll,
no error in the console, nothing that the page's policy had to stop."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import world
from tests.journeys.acts import found_people, ticked_all
from tests.journeys.looking import Watched, faults_on
from tests.rig.live import Live

Act = str | Callable[[Page, dict], None]
DOOR, TICKETS, ORDERS = f"/events/{world.EVENT}/door", f"/events/{world.EVENT}/tickets", f"/desk/{world.EVENT}/orders"
NOT_PDF = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"This is no PDF."}


def filled(path: str, button: str | re.Pattern, **typed: str) -> Act:
    """Go to a page, fill in what is typed by label, and press a button that leads to a page."""

    def act(page: Page, known: dict) -> None:
        page.goto(path)
        for label, words in typed.items():
            page.get_by_label(label.replace("_", " "), exact=True).first.fill(words)
        with page.expect_navigation():
            page.get_by_role("button", name=button).first.click()

    return act


def scanned(code: str, verdict: str) -> Act:
    def act(page: Page, known: dict) -> None:
        page.goto(DOOR)
        page.get_by_label("Code", exact=True).fill(known.get(code, code))
        page.get_by_label("Code", exact=True).press("Enter")
        expect(page.locator(f'#verdict[data-verdict="{verdict}"]')).to_be_visible()

    return act


def scanned_nothing(page: Page, known: dict) -> None:
    page.goto(DOOR)
    page.get_by_label("Code", exact=True).press("Enter")
    expect(page.locator("#verdict .error")).to_be_visible()


def scanned_without_script(page: Page, known: dict) -> None:
    page.goto(DOOR)
    with page.expect_navigation():
        page.evaluate("document.getElementById('badge').submit()")


def searched(page: Page, known: dict) -> None:
    page.goto(ORDERS)
    page.get_by_label("Name, email or order").press_sequentially("bartholomew")
    expect(page.locator("#orders tbody tr").nth(1)).to_be_visible()
    expect(page.locator("#orders [role=status]")).to_contain_text("found")


def two_delegates(page: Page, known: dict) -> None:
    page.goto(TICKETS)
    page.get_by_role("button", name="Add another delegate").click()
    expect(page.locator("#delegate-2")).to_be_visible()


def wrong_code(page: Page, known: dict) -> None:
    filled("/sign-in", "Email me a code", Email="asks@northmere.example")(page, known)
    page.get_by_label("Six-digit code").fill("12")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def posted(path: str) -> Act:
    """A form of somebody who made it up: no token, no fields."""

    def act(page: Page, known: dict) -> None:
        page.goto("/sign-in")
        script = "path => { const form = document.forms[0]; form.action = path; form.innerHTML = ''; form.submit(); }"
        with page.expect_navigation():
            page.evaluate(script, path)

    return act


def not_a_pdf(page: Page, known: dict) -> None:
    page.goto(f"/desk/{world.EVENT}/joining-pack")
    page.locator("input[type=file]").set_input_files(NOT_PDF)
    with page.expect_navigation():
        page.locator("main form button").click()


def sold_while_typing(page: Page, known: dict) -> None:
    """The last place goes to another tab, and this one is told so on the page it had filled in."""
    page.goto("/events/last/tickets")
    rival = page.context.new_page()
    filled("/events/last/tickets", re.compile("^Book 1"), Your_name="Dr First", Your_email="one@north.example")(
        rival, known
    )
    rival.close()
    page.get_by_label("Your name").fill("Dr Second")
    page.get_by_label("Your email").fill("two@north.example")
    with page.expect_navigation():
        page.get_by_role("button", name="Book 1 place").click()


def at_the_door(page: Page, known: dict) -> None:
    page.goto(known["open_ticket"])
    page.get_by_role("button", name="Show at the door").click()
    expect(page.locator("#at-the-door")).to_be_visible()


GUEST: dict[str, Act] = {
    "the front page": "/",
    "an event": f"/events/{world.EVENT}/",
    "a past event": "/events/scotland-2026/",
    "a full event": "/events/full/",
    "an event before its sale": "/events/soon/",
    "an event after its sale": "/events/late/",
    "an event that sells nothing": "/events/none/",
    "an event with a long Welsh title": "/events/long/",
    "tickets": TICKETS,
    "tickets of a full event": "/events/full/tickets",
    "tickets before the sale": "/events/soon/tickets",
    "tickets after the sale": "/events/late/tickets",
    "tickets with a long title": "/events/long/tickets",
    "tickets with errors": filled(TICKETS, re.compile("^Book 1"), Your_email="nowhere"),
    "tickets for two": two_delegates,
    "tickets just sold out": sold_while_typing,
    "an order": "{open_order}",
    "an order given back": "{open_cancelled}",
    "an order to be paid": "{open_held}",
    "an order whose hold has ended": "{open_ended}",
    "tickets that cost": "/events/dear/tickets",
    "a ticket": "{open_ticket}",
    "a ticket at the door": at_the_door,
    "a ticket given back": "/tickets/{cancelled_ticket}",
    "lost": "/lost",
    "lost with an error": filled("/lost", "Email me my links", Email="nowhere"),
    "lost and told": filled("/lost", "Email me my links", Email="nobody@north.example"),
    "sign in": "/sign-in",
    "sign in with an error": filled("/sign-in", "Email me a code", Email="nowhere"),
    "a code": filled("/sign-in", "Email me a code", Email="asks@northmere.example"),
    "a code with an error": wrong_code,
    "an invitation": "/invitations/{invitation}",
    "an old invitation": "/invitations/{old_invitation}",
    "stop letters": "{stop_letters}",
    "letters stopped": "{stopped_letters}",
    "privacy": "/privacy",
    "terms": "/terms",
    "accessibility": "/accessibility",
    "the demo": "/demo/",
    "nothing": "/no/such/page",
    "an expired form": posted("/lost"),
    "the wrong method": posted("/privacy"),
}
DELEGATE: dict[str, Act] = {
    "my things": "/me",
    "what I may be told": "/me/consents",
    "what I may be told, changed": ticked_all,
    "an order of mine": "/orders/{own_order}",
    "a ticket in my name": "/tickets/{ticket}",
    "tickets with my name": TICKETS,
    "an invitation to me": "/invitations/{invitation}",
    "an invitation to another": "/invitations/{foreign_invitation}",
    "an empty desk": "/desk/",
    "a door that is not mine": DOOR,
}
STRANGER: dict[str, Act] = {"my nothing": "/me"}
STEWARD: dict[str, Act] = {
    "my duty": "/me",
    "the desk": "/desk/",
    "the door": DOOR,
    "admitted": scanned("fresh_code", "admitted"),
    "again": scanned("again_code", "again"),
    "cancelled": scanned("cancelled_code", "refused"),
    "of another event": scanned("foreign_code", "refused"),
    "forged": scanned("forged_code", "refused"),
    "unknown": scanned("WXYZ2345", "refused"),
    "no code": scanned("https://elsewhere.example/", "refused"),
    "nothing typed": scanned_nothing,
    "nothing typed, without script": scanned_without_script,
    "inside": f"{DOOR}/inside",
    "orders that are not mine": ORDERS,
}
ORGANISER: dict[str, Act] = {
    "the desk": "/desk/",
    "orders": ORDERS,
    "orders found": searched,
    "no order found": f"{ORDERS}?q=nobody+at+all",
    "orders given back": f"{ORDERS}?status=cancelled",
    "older orders": f"{ORDERS}?before=150",
    "no orders": "/desk/none/orders",
    "an order": f"{ORDERS}/{{reference}}",
    "an order given back": f"{ORDERS}/{{cancelled_reference}}",
    "an order that is held": "/desk/dear/orders/{held_reference}",
    "orders that are held": "/desk/dear/orders",
    "the joining pack": f"/desk/{world.EVENT}/joining-pack",
    "no joining pack": not_a_pdf,
    "duties of all events": "/desk/duties",
    "duties of an event": f"/desk/{world.EVENT}/duties",
    "duties of an event without any": "/desk/none/duties",
    "a duty offered wrongly": filled("/desk/duties", "Send the invitation", Email="nowhere"),
    "a duty offered": filled(f"/desk/{world.EVENT}/duties", "Send the invitation", Email="new@northmere.example"),
    "people": "/desk/people",
    "people found": found_people,
    "nobody found": "/desk/people?q=nobody+at+all",
    "a person": "/desk/people/{person}",
    "a person to be merged": "/desk/people/{person}/merge?q=bartholomew",
    "a person about to be merged": "/desk/people/{person}/merge?other={someone}",
    "a person who was merged": "/desk/people/{merged}",
    "a person with a duty": "/desk/people/{someone}",
    **{f"letters {each}": f"/desk/letters?status={each}" for each in ("waiting", "sent", "failed", "dropped", "held")},
    **{
        f"a letter {each}": f"/desk/letters/{{letter_{each}}}"
        for each in ("waiting", "sent", "failed", "dropped", "held")
    },
    **{f"the letter {each}": f"/desk/letters/{{letter_{each}}}" for each in world.LETTERS},
}
VISITS = {
    "guest": GUEST,
    "delegate": DELEGATE,
    "stranger": STRANGER,
    "steward": STEWARD,
    "organiser": ORGANISER,
}


@dataclass
class House:
    """The running program, what is known of its data, and one watched page for each actor."""

    live: Live
    known: dict[str, str]
    pages: dict[str, Watched]


@pytest.fixture(scope="module")
def house(new_database, tmp_path_factory, browser):
    live = Live(new_database(), tmp_path_factory.mktemp("every-page"))
    known = world.build(live.environment["DATABASE_URL"], live.address)
    with live:
        pages = {}
        for actor in VISITS:
            context = browser.new_context(base_url=live.address)
            if actor in known:
                context.add_cookies([{"name": "plenary", "value": known[actor], "url": live.address}])
            pages[actor] = Watched(context.new_page())
        yield House(live, known, pages)
        for watched in pages.values():
            watched.page.context.close()


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("actor", "name"), [pytest.param(actor, name, id=f"{actor}: {name}") for actor in VISITS for name in VISITS[actor]]
)
def test_every_page_is_sound_for_everybody_who_sees_it(house, actor, name):
    watched, act = house.pages[actor], VISITS[actor][name]
    watched.begin()

    if isinstance(act, str):
        watched.page.goto(act.format_map(house.known))
    else:
        act(watched.page, house.known)

    assert not (faults := watched.faults()), "\n".join(faults)


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_every_letter_is_sound_in_a_mail_program(house, page):
    kinds = set()
    house.live.catcher.wait_for(to=world.ASKED, seconds=20)  # the last to be queued
    for message in house.live.catcher.messages():
        pictures = {number: part.get_payload(decode=True) for number, part in enumerate(message.parts)}
        html = message.html_with_pictures(
            lambda number, pictures=pictures: f"data:image/png;base64,{base64.b64encode(pictures[number]).decode()}"
        )
        if (kind := " ".join(message.subject.split()[:2])) not in kinds:
            kinds.add(kind)
            page.set_content(html)
            assert not (faults := faults_on(page)), "\n".join([message.subject, *faults])

    assert kinds == {"You are", "Your ticket:", "Given back:", "Your links", "Your sign-in", "An invitation"}, (
        "a kind of letter is missing"
    )
