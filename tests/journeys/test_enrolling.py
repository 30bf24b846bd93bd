"""The desk shows a code, a phone scans it from the screen, and both say so; revoked, the phone says so too."""

import io
import re
from uuid import uuid4

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.test_from_place_to_door import EVENT, sign_in

PHONES = f"/desk/{EVENT}/door/devices"


@pytest.fixture
def desk(visit, live):
    """The organiser at the desk, by night: the code stays black on white."""
    page = visit(color_scheme="dark", viewport={"width": 360, "height": 640})
    address = f"organiser-{uuid4().hex[:10]}@plenary.example"
    invitation = live.flask("people", "grant", address, "organiser", "--event", EVENT).strip()
    sign_in(page, live, address)
    page.goto(invitation)
    page.get_by_role("button", name="Accept").click()
    return page


def shown_code(page) -> str:
    """What a camera reads from the screen."""
    picture = page.get_by_role("img", name="QR code that enrols").screenshot()
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return read.text


def test_a_phone_is_enrolled_from_the_screen_and_taken_back(request, desk, live, browser):
    name = f"North door {uuid4().hex[:6]}"
    desk.goto(PHONES)
    desk.get_by_label("Name of the phone").fill(name)
    desk.get_by_role("button", name="Add the phone").click()

    phone = browser.new_context(base_url=live.address).new_page()
    phone.goto(shown_code(desk))
    expect(phone.locator("#age")).to_have_text(re.compile("^Data "))
    phone.reload()
    expect(phone.locator("#age")).to_have_text(re.compile("^Data "))  # it is known by its token now

    if request.node.callspec.params["visit"] == "without script":
        desk.reload()
    expect(desk.get_by_role("heading", name="This phone is enrolled")).to_be_visible()
    desk.goto(PHONES)
    expect(desk.get_by_role("row", name=name)).to_contain_text("In use")
    desk.get_by_role("row", name=name).get_by_role("button", name="Revoke").click()
    expect(desk.get_by_role("row", name=name)).to_contain_text("Revoked")

    phone.reload()
    expect(phone.get_by_role("heading", name="Enrol this phone")).to_be_visible()
    expect(phone.locator("#enrol-why")).to_have_text(
        "The desk has taken this phone off the door. Nothing of the door is left on it."
    )
    phone.context.close()
