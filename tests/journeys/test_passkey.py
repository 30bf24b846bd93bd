"""A passkey from end to end: added on one's own page, signed in with, used to confirm, and removed.

Chromium has a virtual phone of its own. The host must be ``localhost``, since a passkey needs a name.
"""

import re

import pytest
from playwright.sync_api import Page, expect

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def visitor(browser, live):
    """A page in a browser of its own, with a phone at hand, and how to say that its owner is not there."""
    context = browser.new_context(base_url=live.address)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda line: errors.append(line.text) if line.type == "error" and "status of" not in line.text else None,
    )
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    number = wire.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]

    def verified(is_there: bool) -> None:
        wire.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": is_there})

    yield page, verified
    context.close()
    assert errors == []


def sign_in_by_mail(page: Page, live, address: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email", exact=True).fill(address)
    page.get_by_role("button", name="Email me a code").click()
    (letter,) = live.catcher.wait_for(to=address, seconds=20)
    page.get_by_label("Six-digit code").fill(re.search(r"\b\d{6}\b", letter.text)[0])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Signed in")).to_be_visible()


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_a_passkey_is_added_signs_in_confirms_and_is_removed(visitor, live):
    page, verified = visitor
    sign_in_by_mail(page, live, "passkey@northmere.example")

    page.get_by_role("link", name="Look after your sign-in").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of this passkey").fill("My own phone")
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("heading", name="My own phone")).to_be_visible()
    expect(page.get_by_text("not used yet")).to_be_visible()

    page.goto("/me")
    page.get_by_role("button", name="Sign out here").click()
    page.goto("/sign-in?next=/me/security")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/me/security$"))
    expect(page.get_by_text("last used")).to_be_visible()

    page.goto("/confirm?next=/me/address")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Change your address")).to_be_visible()

    verified(False)
    page.goto("/confirm")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("No passkey was used")).to_be_visible()
    verified(True)

    page.goto("/me/security")
    page.get_by_role("button", name="Remove My own phone").click()
    expect(page.get_by_text("That passkey opens nothing here any more.")).to_be_visible()
    page.goto("/me")
    page.get_by_role("button", name="Sign out here").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="That is not possible now")).to_be_visible()
    page.goto("/me")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_without_script_there_is_no_button_that_does_nothing(browser, live):
    context = browser.new_context(base_url=live.address, java_script_enabled=False)
    page = context.new_page()

    page.goto("/sign-in")

    expect(page.get_by_role("button", name="Email me a code")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    context.close()
