"""What leads to the pages that are looked at."""

import re
from collections.abc import Callable

import pyotp
from playwright.sync_api import Page, expect

from tests.journeys import world

Act = str | Callable[[Page, dict], None]
LEADERS = "/events/leaders-2027"
DOOR, TICKETS, ORDERS = f"/events/{world.EVENT}/door", f"/events/{world.EVENT}/tickets", f"/desk/{world.EVENT}/orders"


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


def sent(path: str, name: str, content: bytes) -> Act:
    """Send a file in the one form of a page, and land on what is said of it."""

    def act(page: Page, known: dict) -> None:
        page.goto(path)
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        page.locator("input[type=file]").set_input_files(file)
        with page.expect_navigation():
            page.locator("main form button").first.click()

    return act


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


def opened(link: str, then: str):
    """First the mailed link, which the browser remembers, and then the page."""

    def act(page: Page, known: dict) -> None:
        page.goto(known[link])
        page.goto(known[then])

    return act


def a_proof_of_nothing(page: Page, known: dict) -> None:
    opened("open_waiting", "waiting_proof")(page, known)
    with page.expect_navigation():
        page.get_by_role("button", name="Send it").click()


def of_one_category(page: Page, _known: dict) -> None:
    page.goto(f"{LEADERS}/tickets")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("Which of these fits?").select_option(label="Fellow, of any grade")
    expect(page.get_by_text("Not sold at this price").first).to_be_visible()


def a_refusal_without_a_reason(page: Page, _known: dict) -> None:
    page.goto("/desk/leaders-2027/proofs")
    page.get_by_text("Refuse it").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Refuse, and tell the buyer").first.click()
    expect(page.get_by_text("Write why")).to_be_visible()


def found_people(page: Page, known: dict) -> None:
    page.goto("/desk/people")
    page.get_by_label("Name or email").press_sequentially("bartholomew")
    expect(page.locator("#people [role=status]")).to_contain_text("found")


def ticked_all(page: Page, known: dict) -> None:
    page.goto("/me/consents")
    for box in page.get_by_role("checkbox").all():
        box.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save your choices").click()


def a_group_looked_at(page: Page, _known: dict) -> None:
    page.goto("/events/dear/group")
    page.get_by_label("Your name").fill("Ms Linden Placeholder")
    page.get_by_label("Your email").fill("linden@northmere.example")
    page.get_by_label("Organisation").fill("Northmere Teaching Hospitals NHS Trust")
    people = [f"Dr Number {n}\tnumber{n}@northmere.example" for n in range(1, 7)]
    page.get_by_label("Delegates").fill("\n".join([*people, "Dr Without Address"]))
    page.get_by_role("button", name="Look at the list").last.click()
    expect(page.get_by_role("heading", name="The list, line by line")).to_be_visible()


def everything_chosen(page: Page, _known: dict) -> None:
    page.goto("/events/rich/tickets?code=autumn")
    page.get_by_label("Which of these fits?").select_option("doctor or dentist")
    update = page.get_by_role("button", name="Show my prices").first
    if update.is_visible():
        update.click()
    expect(page.get_by_text("for members").first).to_be_visible()
    page.get_by_role("radio", name=re.compile("^Two days")).check()
    if update.is_visible():
        update.click()
    expect(page.get_by_role("group", name="Add to this ticket")).to_be_visible()


def taking_off(page: Page, _known: dict) -> None:
    page.goto("/desk/half/waiting")
    page.get_by_text("Take off the list").first.click()
    expect(page.get_by_label("Why?").first).to_be_visible()


def sent_in(link: str, then: str) -> Act:
    """One's own part, sent in as it is."""

    def act(page: Page, known: dict) -> None:
        opened(link, then)(page, known)
        with page.expect_navigation():
            page.get_by_role("button", name="Save").click()
        expect(page.locator(".problems")).to_be_visible()

    return act


def passed_on(link: str, then: str, email: str) -> Act:
    """A place, passed on to somebody with that address; a doctor, where prices go by category."""

    def act(page: Page, known: dict) -> None:
        opened(link, then)(page, known)
        page.get_by_label("Name on the badge").fill("Dr Bartholomew Llanfair-Wolfeschlegelstein")
        page.get_by_label("Their email").fill(email)
        if (category := page.get_by_label("Which of these fits them?")).count():
            category.select_option("doctor or dentist")
        with page.expect_navigation():
            page.get_by_role("button", name="Pass it on").click()

    return act
