"""INJ-1: programs in every text of an abstract, on every page that shows it: they are shown, and none of them runs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from abstracts.actions import submit_abstract
from abstracts.models import AbstractAnswer, AbstractFile, CallQuestion, Ethics, Exhibit
from core.db import session
from core.files import StoredFile
from people.models import Role
from tests import factories as make
from tests.journeys.calling import data_of, key_of
from tests.rig.live import Live
from tests.rig.payloads import PAYLOADS

WATCH = """
window.beacon = () => console.error("a payload ran");
addEventListener("securitypolicyviolation", (event) => console.error(`stopped: ${event.violatedDirective}`));
"""
TEXTS = """() => {
  const boxes = "textarea, input:not([type=hidden], [type=radio], [type=checkbox])";
  const typed = [...document.querySelectorAll(boxes)].map((each) => each.value);
  return [document.body.innerText, document.title, ...typed].join("\\n").replace(/\\s+/g, " ");
}"""
OWN = ("", "/text", "/statements", "/authors", "/exhibits", "/check")


def told_in_all(live, payloads: tuple[str, ...], *, step: int = 1) -> tuple[str, list[tuple[str, list[str]]], str, str]:
    """Abstracts whose every text is another payload: the event, their addresses and texts, their writer, a chair.

    With a step of 1 each payload is once in each text; with a longer one, up to 14, each is still in one at least.
    """
    with data_of(live) as (_, now):
        mark = uuid4().hex[:8]
        event = make.an_event(slug=f"payloads-{mark}", name=f"Leading safely {mark}")
        call = make.a_call(event, slug="all", opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
        question = make.saved(CallQuestion(call_id=call.id, label="What else?", is_for_reviewers=True))
        owner = make.a_person(name="Dr Writer", email=f"writer-{mark}@north.example")
        chair = make.a_person(role=Role.ABSTRACT_CHAIR, event=event, email=f"chair-{mark}@north.example")
        found = []
        for number in range(0, len(payloads), step):
            abstract = make.an_abstract(call, owner)
            said = [payloads[(number + place) % len(payloads)] for place in range(14)]
            _tell(abstract, question, said, now)
            session.flush()
            session.refresh(abstract)
            if number % 2:
                submit_abstract(session, abstract=abstract, version=abstract.version, by_id=owner.id, now=now)
            found.append((f"/events/{event.slug}/abstracts/all/{abstract.number}", said))
        return event.slug, found, owner.email, chair.email


def _tell(abstract, question, said: list[str], now) -> None:
    texts = iter(said)
    abstract.ethics = Ethics.APPROVED
    abstract.title, abstract.keywords = next(texts), next(texts)[:60]
    for section in abstract.sections:
        section.words = next(texts)
    abstract.conflicts, abstract.funding, abstract.ethics_reference = next(texts), next(texts), next(texts)
    make.saved(AbstractAnswer(abstract_id=abstract.id, question_id=question.id, value=next(texts)))
    author = abstract.authors[0]
    author.surname, author.organisation = next(texts), next(texts)
    kept = {"key": uuid4().hex, "bytes": 9, "sha256": "0" * 64, "stored_at": now, "kind": "image/png"}
    stored = make.saved(StoredFile(name="abstract-1-figure.png", purpose="exhibit", **kept))
    about = {"file_id": stored.id, "removed": said[0], "caption": next(texts)}
    make.saved(AbstractFile(abstract_id=abstract.id, exhibit=Exhibit.FIGURE, **about))


def watched(browser, live, email: str) -> tuple[Page, list[str]]:
    context, noticed = browser.new_context(base_url=live.address), []
    context.add_init_script(WATCH)
    context.add_cookies([key_of(live, email)])
    page = context.new_page()
    page.on("dialog", lambda dialog: (noticed.append("a dialog"), dialog.dismiss()))
    page.on("pageerror", lambda error: noticed.append(str(error)))
    page.on("console", lambda line: noticed.append(line.text) if line.type == "error" else None)
    return page, noticed


def shown_on(page: Page, path: str) -> str:
    answer = page.goto(path)
    assert answer.status == 200, path
    return page.evaluate(TEXTS)


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)  # what a page shows is the same of both
def test_inj_1_programs_in_every_text_are_shown_and_none_runs(browser, live, pytestconfig):
    step = 1 if pytestconfig.getoption("--whole") else 5
    event, abstracts, owner, chair = told_in_all(live, PAYLOADS, step=step)
    page, noticed = watched(browser, live, owner)
    for address, said in abstracts:
        seen = {part: shown_on(page, address + part) for part in OWN}
        assert [text for text in said if text[:60] not in seen["/check"]] == [], address
        assert [said[0] in seen[""], said[0] in seen["/text"], said[7] in seen["/statements"]] == [True] * 3, address
        assert noticed == [], address
    desk, noticed_there = watched(browser, live, chair)
    for number, (_, said) in enumerate(abstracts, start=1):
        seen_there = shown_on(desk, f"/desk/{event}/abstracts/all/{number}")
        assert said[0] in seen_there
        assert noticed_there == [], number
    shown_on(desk, f"/desk/{event}/abstracts")
    assert noticed_there == []
    for each in (page, desk):
        each.context.close()


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_inj_1_a_planted_page_that_forgets_to_escape_is_noticed(browser, new_database, tmp_path):
    with Live(new_database(), tmp_path, app="tests.journeys.unescaped") as live:
        _, abstracts, owner, _ = told_in_all(live, PAYLOADS[:8])
        page, noticed = watched(browser, live, owner)
        for address, _ in abstracts:
            page.goto(f"{address}/check")
        page.wait_for_timeout(200)
        page.context.close()

    assert noticed != []
