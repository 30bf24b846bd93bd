"""The pages of those who are named in an abstract, and of who names them."""

from playwright.sync_api import Page, expect

from tests.journeys.acts import Act, filled


def moved_up(page: Page, known: dict) -> None:
    """The list comes alone, by script, and says what happened."""
    page.goto(f"{known['draft_abstract']}/authors")
    last = page.locator("#authors li h3").last.inner_text()
    page.get_by_role("button", name="Up").last.click()
    expect(page.locator("#flashes")).to_contain_text("is author 2 now")
    expect(page.locator("#authors li h3").nth(1)).to_contain_text(last.partition(". ")[2])


def changed_elsewhere(page: Page, known: dict) -> None:
    """Another window has saved the author meanwhile."""
    page.goto(known["draft_author"])
    rival = page.context.new_page()
    rival.goto(known["draft_author"])
    for each, town in ((rival, "Mereport"), (page, "Northmere")):
        each.get_by_label("Town (optional)").fill(town)
        with each.expect_navigation():
            each.get_by_role("button", name="Save").click()
    rival.close()
    expect(page.get_by_label("Town (optional)")).to_have_value("Northmere")
    expect(page.get_by_role("alert")).to_contain_text("changed in another window")


AUTHORS: dict[str, Act] = {
    "authors of a draft": "{draft_abstract}/authors",
    "an author moved up": moved_up,
    "another author": "{draft_abstract}/authors/new",
    "another author with errors": filled("{draft_abstract}/authors/new", "Save", Email="nowhere"),
    "an author of mine": "{draft_author}",
    "an author changed elsewhere": changed_elsewhere,
    "authors who have answered": "{answered_abstract}/authors",
    "authors in review": "{reviewed_abstract}/authors",
    "to withdraw": "{answered_abstract}/withdraw",
    "withdrawn": "{withdrawn_abstract}/withdraw",
    "a draft to withdraw": "{draft_abstract}/withdraw",
    "named by somebody else": "{named_in}",
}
NAMED: dict[str, Act] = {
    "asked to agree": "{open_named}",
    "agreed": "{open_named_agreed}",
    "declined": "{open_named_declined}",
    "named in what is withdrawn": "{open_named_withdrawn}",
    "named and too late": "{open_named_late}",
}
