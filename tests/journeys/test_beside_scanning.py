"""A steward books who has no ticket, lets them in, takes it back, and finds them by name: with the keyboard alone."""

from uuid import uuid4

from playwright.sync_api import expect

from tests.journeys.test_from_place_to_door import EVENT, become_steward


def press(page, role: str, name: str) -> None:
    page.get_by_role(role, name=name).first.focus()
    page.keyboard.press("Enter")


def test_who_walks_in_is_booked_let_in_taken_back_and_found_by_name(visit, live):
    surname = f"Walkin{uuid4().hex[:8]}"
    door = visit()
    become_steward(door, live, f"steward-{surname.lower()}@northmere.example")
    door.goto(f"/events/{EVENT}/door?place=North+door")

    press(door, "link", "New delegate")
    door.get_by_label("Name", exact=True).fill(f"Dr {surname}")
    door.get_by_label("Email").fill(f"{surname.lower()}@north.example")
    door.get_by_label("Ticket").select_option("Medical or dental student, free")
    press(door, "button", "Book the place")
    expect(door.get_by_text("Booked, at no cost")).to_be_visible()

    press(door, "button", "Admit")
    expect(door.locator("[data-verdict=admitted]")).to_contain_text(surname)
    press(door, "button", "Undo")
    expect(door.locator("#verdict")).to_contain_text("The last scan is taken back")

    press(door, "link", "By name")
    door.get_by_label("Name, organisation or order").fill(surname.lower())
    door.keyboard.press("Enter")
    assert surname.lower() not in door.url.lower()
    press(door, "button", f"Admit Dr {surname}")
    expect(door.locator("[data-verdict=admitted]")).to_contain_text(surname)
    expect(door.locator("#place-name")).to_contain_text("North door")

    press(door, "link", "Who is inside")
    expect(door.get_by_role("row", name=surname)).to_contain_text("North door")
