"""The page of the door on a phone: before it is enrolled, and in practice, which needs no desk."""

from playwright.sync_api import Page, expect

from tests.journeys import world
from tests.journeys.acts import Act

PHONE = f"/events/{world.EVENT}/door/phone"


def in_practice(*then: str):
    """Practice, and what is pressed in it one after another."""

    def go(page: Page, _known: dict) -> None:
        page.goto(PHONE)
        page.get_by_role("button", name="Practise with made-up codes").click()
        expect(page.get_by_role("heading", name="Ready")).to_be_visible()
        for name in then:
            page.get_by_role("button", name=name, exact=True).click()

    return go


PHONES: dict[str, Act] = {
    "a phone not enrolled": PHONE,
    "a phone that refuses": in_practice("Mr Yarrow Pattern"),
    "a phone that finds": in_practice("Find"),
    "a phone’s last scans": in_practice("Dr Ash Example", "Last"),
    "a phone by hand": in_practice("Mr Yarrow Pattern", "By hand"),
    "a phone’s own page": in_practice("More"),
    "a phone that knows who is inside": in_practice("Dr Ash Example", "More", "Who is inside"),
}
