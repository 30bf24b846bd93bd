"""A guest takes a free place, reads the letter, and is let in at the door. Nothing in between is faked."""

import io
import re
from uuid import uuid4

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

EVENT = "england-2027"


@pytest.fixture
def guest() -> str:
    """An address of this test alone."""
    return f"guest-{uuid4().hex[:10]}@northmere.example"


def sign_in(page, live, address: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(address)
    page.get_by_role("button", name="Email me a code").click()
    letter = live.catcher.wait_for(to=address)[-1]
    page.get_by_label("Six-digit code").fill(re.search(r"^\s*(\d{6})\s*$", letter.text, re.M).group(1))
    page.get_by_role("button", name="Sign in").click()


def code_in_the_picture(letter) -> str:
    """What the QR picture in the delivered MIME says."""
    (picture,) = [part for part in letter.email.walk() if part.get_content_type() == "image/png"]
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.get_payload(decode=True))))
    return read.text


def become_steward(page, live, address: str) -> None:
    invitation = live.flask("people", "grant", address, "door", "--event", EVENT).strip()
    sign_in(page, live, address)
    page.goto(invitation)
    page.get_by_role("button", name="Accept").click()


def scan(page, code: str):
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_label("Code", exact=True).press("Enter")
    return page.locator("#verdict")


def test_a_guest_takes_a_place_reads_the_letter_and_is_admitted_once(visit, live, guest):
    page = visit()
    page.goto("/")
    page.get_by_role("link", name="Leading in England").first.click()
    page.get_by_role("link", name="Choose tickets").first.click()
    page.get_by_label("Your name").fill("Dr Bracken Sandboxe")
    page.get_by_label("Your email").fill(guest)
    page.get_by_label(re.compile("Medical or dental student")).check()
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("You are booked")

    letter = live.catcher.wait_for(to=guest)[-1]
    code = code_in_the_picture(letter)

    door = visit()
    become_steward(door, live, f"steward-of-{guest}")
    door.goto(f"/events/{EVENT}/door")
    expect(scan(door, code)).to_contain_text("Admitted")
    expect(door.locator("#verdict")).to_contain_text("Dr Bracken Sandboxe")
    expect(scan(door, code)).to_contain_text("Scanned before")
    expect(scan(door, code[:-3] + "000")).to_contain_text("Do not admit")


def test_the_link_in_the_letter_opens_the_order_in_another_browser(visit, live, guest):
    page = visit()
    page.goto(f"/events/{EVENT}/tickets")
    page.get_by_label("Your name").fill("Dr Bracken Sandboxe")
    page.get_by_label("Your email").fill(guest)
    page.get_by_label(re.compile("Medical or dental student")).check()
    page.get_by_role("button", name="Book").click()
    letter = live.catcher.wait_for(to=guest)[-1]
    (link,) = set(re.findall(r"http://\S+/orders/\S+/open/\S+", letter.text))

    elsewhere = visit()
    elsewhere.goto(link)

    expect(elsewhere.get_by_role("heading", level=1)).to_contain_text("You are booked")
    assert "/open/" not in elsewhere.url
    stranger = visit()
    assert stranger.goto(elsewhere.url).status == 404


def test_wrong_typing_loses_nothing_and_says_where_to_mend_it(visit):
    page = visit()
    page.goto(f"/events/{EVENT}/tickets")
    page.get_by_label("Your name").fill("Dr Bracken Sandboxe")
    page.get_by_label("Your email").fill("bracken@northmere")
    page.get_by_role("button", name="Book").click()

    summary = page.get_by_role("alert").filter(has_text="attention")
    expect(summary.get_by_role("link")).to_have_count(2)  # the address, and no ticket chosen
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("Your email")).to_be_focused()
    expect(page.get_by_label("Your name")).to_have_value("Dr Bracken Sandboxe")
