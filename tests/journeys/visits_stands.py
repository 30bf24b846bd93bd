"""The pages of exhibitors, as delegates, those who scan, and organisers look at them."""

from playwright.sync_api import Page, expect

from tests.journeys.acts import Act, filled, opened

DESK = "/desk/stands/exhibitors"


def at_stand(code: str, heading: str) -> Act:
    def act(page: Page, known: dict) -> None:
        page.goto(known["stand"])
        page.get_by_label("Code", exact=True).fill(known.get(code, code))
        page.get_by_label("Code", exact=True).press("Enter")
        expect(page.get_by_role("status").get_by_role("heading", name=heading)).to_be_visible(timeout=20_000)

    return act


def none_ticked(page: Page, known: dict) -> None:
    opened("open_asked", "asked_exhibitors")(page, known)
    with page.expect_navigation():
        page.get_by_role("button", name="Say yes to those ticked").click()


ASKED_AT_STANDS: dict[str, Act] = {
    "a ticket that two stands ask": "{open_asked}",
    "exhibitors, with a question": opened("open_asked", "asked_exhibitors"),
    "exhibitors, none ticked": none_ticked,
}
AT_STAND: dict[str, Act] = {
    "my stands": "/events/stands/leads",
    "my duties at stands": "/me",
    "a stand": "{stand}",
    "a stand with many leads": "{stand_of_demo}",
    "a closed stand": "{stand_closed}",
    "a scan without consent": at_stand("asked_code", "No consent yet"),
    "a scan that is a lead": at_stand("agreed_code", "Dr Ash Fictum"),
    "a scan of nothing": at_stand("ZZZZZZZZ", "Not read"),
    "a lead": "{stand_lead}",
    "a lead with an error": filled("{stand_lead}", "Save", **{"Note_(optional)": "x" * 1001}),
}
STANDS_AT_DESK: dict[str, Act] = {
    "exhibitors": DESK,
    "no exhibitors": "/desk/none/exhibitors",
    "an exhibitor added wrongly": filled(DESK, "Add", Name="Nobody promised"),
    "an exhibitor": "{stand_at_desk}",
    "an exhibitor invited wrongly": filled("{stand_at_desk}", "Invite", Email="nowhere"),
}
