"""The pages that are looked at, by who looks: an address, or what leads to the page."""

import re
from collections.abc import Callable

import pyotp
from playwright.sync_api import Page, expect

from tests.journeys import world

Act = str | Callable[[Page, dict], None]
DOOR, TICKETS, ORDERS = f"/events/{world.EVENT}/door", f"/events/{world.EVENT}/tickets", f"/desk/{world.EVENT}/orders"
NOT_PDF = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"This is no PDF."}


def filled(path: str, button: str | re.Pattern, **typed: str) -> Act:
    """Go to a page, fill in what is typed by label, and press a button that leads to a page."""

    def act(page: Page, known: dict) -> None:
        page.goto(path.format_map(known))
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


def asked_to_confirm(page: Page, known: dict) -> None:
    filled("/confirm", re.compile("^Email me"))(page, known)
    expect(page.get_by_label("Six-digit code")).to_be_visible()


def wrong_confirmation(page: Page, known: dict) -> None:
    asked_to_confirm(page, known)
    page.get_by_label("Six-digit code").fill("12")
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm").click()


def app_begun(page: Page, known: dict) -> None:
    page.goto("/me/security/app")
    if page.get_by_role("button", name="Show me the code").count():
        with page.expect_navigation():
            page.get_by_role("button", name="Show me the code").click()
    expect(page.locator("#app-key")).to_be_visible()


def app_refused(page: Page, known: dict) -> None:
    app_begun(page, known)
    page.get_by_label("Code from your app").fill("000000")
    with page.expect_navigation():
        page.get_by_role("button", name="Switch it on").click()


def app_proved(page: Page, known: dict) -> None:
    app_begun(page, known)
    secret = "".join(page.locator("#app-key").inner_text().split())
    page.get_by_label("Code from your app").fill(pyotp.TOTP(secret).now())
    with page.expect_navigation():
        page.get_by_role("button", name="Switch it on").click()
    expect(page.locator("#recovery-codes li")).to_have_count(10)


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
    "a link to the old mailbox": "{old_mailbox}",
    "a link to the new mailbox": "{new_mailbox}",
    "a link that was pressed": filled("{old_mailbox}", "Yes, that was me"),
    "a link that is over": "{old_mailbox}",
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
    "my security": "/me/security",
    "a new passkey": "/me/security/passkey",
    "an app to set up": "/me/security/app",
    "an app begun": app_begun,
    "an app refused": app_refused,
    "another address": "/me/address",
    "another address with an error": filled("/me/address", "Write to both", New_email_address="nowhere"),
    "to confirm": "/confirm",
    "to confirm by a code": asked_to_confirm,
    "to confirm with an error": wrong_confirmation,
    "recovery codes": app_proved,
    "my app": "/me/security/app",
    "my security with an app": "/me/security",
    "an order of mine": "/orders/{own_order}",
    "a ticket in my name": "/tickets/{ticket}",
    "tickets with my name": TICKETS,
    "an invitation to me": "/invitations/{invitation}",
    "an invitation to another": "/invitations/{foreign_invitation}",
    "an empty desk": "/desk/",
    "a door that is not mine": DOOR,
}
STRANGER: dict[str, Act] = {"my nothing": "/me"}
AWAY: dict[str, Act] = {
    "my security": "/me/security",
    "to confirm first": "/me/address",
    "a form that came too late": filled("/me/security", re.compile("^Remove")),
}
HALF: dict[str, Act] = {
    "the second step": "/me",
    "the second step with an error": filled("/confirm", "Go on", Code_from_your_app="000000"),
}
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
    "away": AWAY,
    "half": HALF,
    "steward": STEWARD,
    "organiser": ORGANISER,
}
