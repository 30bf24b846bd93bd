"""What must hold of every page in a real browser: asked of the page that stands there, at a phone's width and a desk's.

``faults_on`` tells all of it in words. `tests/rig/pages.py` reads the markup; this looks at what became of it.
"""

from pathlib import Path

from playwright.sync_api import Page

from tests.rig.pages import faults_of

(AXE,) = (Path(__file__).parent.parent / "vendor").glob("axe.*.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, NARROWEST, DESK = 360, 320, 1440
LOOKS = ((DESK, "light"), (PHONE, "dark"))
RUN_AXE = """async tags => {
  // Colours fade into each other, each as its parent's arrive; at the end of all that they are judged.
  const fading = () => document.getAnimations().filter(each => each instanceof CSSTransition);
  while (fading().length) fading().forEach(each => each.finish());
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  return found.violations.flatMap(each => each.nodes.map(node =>
    `${each.id}: ${node.html.slice(0, 200)} ${node.any.map(one => one.message)}`));
}"""
TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const end = each => Math.round(each.getBoundingClientRect().right);
  const shown = each => `${each.tagName.toLowerCase()}.${each.className} to ${end(each)}`;
  return [...document.querySelectorAll("body *")].filter(each => end(each) > wide)
    .slice(0, 3).map(shown).concat([`the page is ${document.documentElement.scrollWidth} px wide`]);
}"""


class Watched:
    """A browser's page whose errors and answers are written down; ``faults`` judges them with what stands there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._errors: list[str] = []
        self._answers = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self._errors.append(f"script: {error}"))
        page.on("response", self._keep)

    def begin(self) -> None:
        """Forget what came before: the next page is another's."""
        self._errors.clear()
        self._answers.clear()

    def faults(self, looks=LOOKS) -> list[str]:
        """Everything that is wrong with what stands there now and with the answers it was made of."""
        found = [fault for answer in self._answers for fault in _faults_in(answer)]
        return found + faults_on(self.page, looks) + self._errors

    def _note(self, line) -> None:
        # An answer of 404 or 422 is not an error of the page; a breach of its policy is.
        if line.type == "error" and "the server responded with a status of" not in line.text:
            self._errors.append(f"console: {line.text}")

    def _keep(self, response) -> None:
        if not response.headers.get("content-type", "").startswith("text/html") or 300 <= response.status < 400:
            return
        if response.request.resource_type == "document":
            self._answers.clear()  # the page before has gone
        self._answers.append(response)


def faults_on(page: Page, looks=LOOKS) -> list[str]:
    """Everything that is wrong with the page that stands there, for axe in each of these looks."""
    if looks:
        page.evaluate(AXE.read_text())
    found = [f"as it became, {fault}" for fault in faults_of(page.content())]
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"axe at {width} px, {scheme}: {fault}" for fault in page.evaluate(RUN_AXE, TAGS)]
    for width in (PHONE, NARROWEST) if looks else (NARROWEST,):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"at {width} px: {fault}" for fault in page.evaluate(TOO_WIDE)]
    page.set_viewport_size({"width": DESK, "height": 900})
    page.emulate_media(color_scheme="light")
    return found


def _faults_in(answer) -> list[str]:
    is_fragment = answer.request.resource_type != "document"
    found = faults_of(answer.text(), is_fragment=is_fragment)
    # What a fragment refers to may stand in the page around it; that is judged as it became.
    return [f"as it was sent, {fault}" for fault in found if not is_fragment or fault.startswith("line ")]
