"""What must be true of every page of HTML, found by reading it: no browser, no server.

axe looks at a rendered page and misses what is asked here: markup that a parser had to mend, and an error
that stands beside a field without being tied to it.
"""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as MESSAGES

NAMES_ITSELF = {"hidden", "submit", "button", "reset", "image"}
CONTROLS = {"input", "select", "textarea"}


def faults_of(html: str, *, is_fragment: bool = False) -> list[str]:
    """Every fault of a page in words; of a fragment those that do not ask for the page around it."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parseFragment(html) if is_fragment else parser.parse(html)
    for parent in list(root.iter()):
        for inert in parent.findall("template"):
            parent.remove(inert)  # on no page until a script puts it there
    found = [
        *(f"line {line}: {MESSAGES[code] % said}" for (line, _), code, said in parser.errors),
        *duplicate_ids(root),
        *missing_labels(root),
        *missing_names(root),
        *unlinked_errors(root),
    ]
    if not is_fragment:
        found += [*missing_targets(root), *wrong_headings(root)]
    return found


def assert_sound(html: str, *, is_fragment: bool = False) -> None:
    """Fail, with all of its faults, unless the page has none."""
    found = faults_of(html, is_fragment=is_fragment)
    assert not found, "\n".join(found)


def duplicate_ids(root: Element) -> Iterator[str]:
    counted = Counter(each.get("id") for each in _elements(root) if each.get("id") is not None)
    yield from (f"{count} elements have the id {name!r}" for name, count in counted.items() if count > 1)


def missing_targets(root: Element) -> Iterator[str]:
    """What ``aria-describedby`` and its kin, ``for`` and ``#`` links point at without its being there."""
    ids = _ids(root)
    for each in _elements(root):
        names = ["aria-describedby", "aria-labelledby", "aria-controls", "aria-errormessage", "popovertarget"]
        if each.tag in {"label", "output"}:
            names.append("for")
        for name in names:
            for target in (each.get(name) or "").split():
                if target not in ids:
                    yield f"{_shown(each)} has {name}={target!r}, and nothing has that id"
        if each.tag == "a" and (target := (each.get("href") or "")).startswith("#") and target[1:] not in ids:
            yield f"a link leads to {target!r}, and nothing has that id"


def missing_labels(root: Element) -> Iterator[str]:
    """The controls that no label, and no other words, belong to."""
    labels = [each for each in root.iter("label") if _words_around_controls(each)]
    labelled = {each.get("for") for each in labels} - {None}
    wrapped = {id(inner) for label in labels for inner in label.iter()}
    for each in _elements(root):
        if each.tag not in CONTROLS or (each.tag == "input" and each.get("type", "").lower() in NAMES_ITSELF):
            continue
        if not (each.get("id") in labelled or id(each) in wrapped or _named_by_aria(each, root)):
            yield f"{_shown(each)} has no label"


def missing_names(root: Element) -> Iterator[str]:
    """The buttons, links and frames that a screen reader could only call by their kind."""
    for each in _elements(root):
        is_button = each.tag == "input" and each.get("type", "").lower() in NAMES_ITSELF - {"hidden"}
        if is_button and not (each.get("value") or each.get("alt")):
            yield f"{_shown(each)} has no value"
        is_pressed = each.tag in {"button", "summary"} or (each.tag == "a" and each.get("href") is not None)
        if is_pressed and not (_text(each) or _named_by_aria(each, root)):
            yield f"{_shown(each)} has no words"
        if each.tag == "iframe" and not each.get("title"):
            yield f"{_shown(each)} has no title"
        if each.tag == "img" and each.get("alt") is None:
            yield f"{_shown(each)} has no alt"


def unlinked_errors(root: Element) -> Iterator[str]:
    """The messages beside fields that no field says it is described by."""
    linked = {
        target
        for each in _elements(root)
        for name in ("aria-describedby", "aria-errormessage")
        for target in (each.get(name) or "").split()
    }
    fields = [each for each in _elements(root) if each.tag == "fieldset" or "field" in _classes(each)]
    hints = [each for field in fields for each in field.iter("p") if "hint" in _classes(each)]
    errors = [each for each in root.iter("p") if "error" in _classes(each)]
    within = {id(inner) for each in _elements(root) if each.get("id") in linked for inner in each.iter()}
    for text in dict.fromkeys(_text(each) for each in errors + hints if id(each) not in within):
        yield f"{text!r} is tied to no field"


def wrong_headings(root: Element) -> Iterator[str]:
    """A page has one h1, a title and a language, and its headings skip no level on the way down."""
    if (count := sum(1 for _ in root.iter("h1"))) != 1:
        yield f"the page has {count} h1"
    if not any(_text(each) for each in root.findall("head/title")):
        yield "the page has no title"
    if not root.get("lang"):
        yield "the page does not say its language"
    before = 0
    for each in _elements(root):
        if each.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            level = int(each.tag[1])
            if before and level > before + 1:
                yield f"the heading {_text(each)!r} is an {each.tag} after an h{before}"
            before = level


def _elements(root: Element) -> Iterator[Element]:
    return (each for each in root.iter() if isinstance(each.tag, str))  # a comment's tag is a function


def _ids(root: Element) -> set[str | None]:
    return {each.get("id") for each in _elements(root)}


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def _named_by_aria(element: Element, root: Element) -> bool:
    if (element.get("aria-label") or "").strip():
        return True
    targets = (element.get("aria-labelledby") or "").split()
    return bool(targets) and set(targets) <= _ids(root)


def _text(element: Element) -> str:
    """The words in it, with those that stand in for its pictures."""
    words = [*element.itertext(), *(each.get("alt") or "" for each in element.iter("img"))]
    words += [each.get("aria-label") or "" for each in element.iter() if each is not element]
    return " ".join(" ".join(words).split())


def _words_around_controls(label: Element) -> str:
    """A label's words without the options and the typed text that stand in it."""
    within = " ".join([label.text or "", *(each.tail or "" for each in label.iter() if each is not label)])
    return within.strip() or "".join(_text(each) for each in label if each.tag not in CONTROLS)


def _shown(element: Element) -> str:
    told = [f'{name}="{element.get(name)}"' for name in ("type", "name", "id", "href") if element.get(name)]
    return f"<{' '.join([str(element.tag), *told])}>"
