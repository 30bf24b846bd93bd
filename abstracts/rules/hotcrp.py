"""A paper of HotCRP's JSON as a record of ours."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from abstracts.models import Call
from abstracts.rules.exchange import Record, moment_of
from abstracts.rules.incoming import Leftover, NotAbstracts, Problem, checked, is_swollen
from abstracts.rules.limits import LONGEST

SENT = {"submitted", "accepted", "rejected"}
# Read below, or of no meaning outside the program that wrote them.
KNOWN = {
    *("object", "pid", "id", "title", "abstract", "authors", "contacts", "topics", "status", "submitted", "draft"),
    *("withdrawn", "submitted_at", "withdrawn_at", "pc_conflicts", "options", "error", "warnings"),
    *("modified_at", "final_submitted", "final_submitted_at", "submission_class", "sclass", "keywords"),
}
LEFT = {"submission": "the paper’s file", "final": "the final paper’s file"}


def is_hotcrp(found: Any) -> bool:
    """True for papers, each an object with a pid: a list of them, one alone, or the answer of HotCRP’s server."""
    listed = _papers(found)
    return any(isinstance(each, dict) and ("pid" in each or each.get("object") == "paper") for each in listed)


def records_from_hotcrp(found: Any, call: Call) -> tuple[dict[int, Record], list[Problem], list[Leftover]]:
    """The papers as records for ``call``, what is wrong with others, and what of them has no place here.

    A text in which the call's headings stand at the beginnings of lines is parted there; another goes under the first.
    """
    listed = _papers(found)
    leftovers: list[Leftover] = []
    made: list[tuple[int, Any]] = []
    for place, paper in enumerate(listed, start=1):
        if not isinstance(paper, dict):
            raise NotAbstracts("A HotCRP file is a list of papers, and each paper an object.")
        left: list[str] = []
        if is_swollen(paper):
            made.append((place, paper))  # refused as such when it is checked
            continue
        made.append((place, _record(paper, call, left.append)))
        leftovers += [Leftover(place, what) for what in left]
    return *checked(made, len(made)), leftovers


def _papers(found: Any) -> list[Any]:
    if isinstance(found, dict) and isinstance(found.get("papers"), list):
        return found["papers"]
    return found if isinstance(found, list) else [found]


def _record(paper: dict, call: Call, leave: Callable[[str], None]) -> dict[str, Any]:
    headings = [each.name for each in call.headings if not each.is_retired]
    topics = _names(paper.get("topics"))
    for topic in topics[1:]:
        leave(f"the further topic “{topic}”")
    said = paper.get("status")
    state = said if isinstance(said, dict) else paper
    word = said if isinstance(said, str) else ""
    status = "draft"
    if state.get("withdrawn") or word == "withdrawn":
        status = "withdrawn"
    elif state.get("submitted") or word in SENT:
        status = "submitted"
    if word in {"accepted", "rejected"} or paper.get("decision"):
        leave("the decision")
    record: dict[str, Any] = {
        "ref": f"hotcrp:{paper.get('pid', '')}" if isinstance(paper.get("pid"), int) else "",
        "status": status,
        "title": paper.get("title") or "",
        "category": topics[0] if topics else "",
        "keywords": tuple(_names(paper.get("keywords"))),
        "sections": parted(paper.get("abstract") or "", headings),
        "submitted_at": moment_of(state.get("submitted_at")),
        "withdrawn_at": moment_of(state.get("withdrawn_at")),
        "reviewer_conflicts": tuple(_names(paper.get("pc_conflicts"))),
    }
    record |= _people(paper)
    record["answers"] = _answers(paper, call, record["sections"], leave)
    return record


def parted(text: Any, headings: Sequence[str]) -> Any:
    """The text under the headings that begin its lines, such as “Results:”; all under the first where none does."""
    if not isinstance(text, str) or not headings or len(text) > LONGEST:
        return {headings[0] if headings else "": text}
    named = {name.casefold(): name for name in headings}
    either = "|".join(re.escape(name) for name in sorted(headings, key=len, reverse=True))
    plain = re.sub(rf"(?im)^[ \t]*(?:[*_]+|#+[ \t]*)({either})\b[ \t:.]*[*_#]*[ \t:]*", r"\1: ", text)
    pieces = re.split(rf"(?im)^[ \t]*({either})[ \t]*(?:[:.–—-](?=\s)|$)", plain)
    found: dict[str, str] = {}
    for name, words in zip((headings[0], *pieces[1::2]), pieces[::2], strict=True):
        if words.strip():
            under = named[name.casefold()]
            found[under] = "\n\n".join(filter(None, (found.get(under), words.strip())))
    return found


def _people(paper: dict) -> dict[str, Any]:
    """The authors, the first presenting; and whose it is: the first who is a contact."""
    listed = paper.get("authors")
    if not isinstance(listed, list):
        return {"authors": listed if listed is not None else ()}
    contacts = [address.casefold() for address in _names(paper.get("contacts"), key="email")]
    contacts += [str(each.get("email")).casefold() for each in listed if isinstance(each, dict) and each.get("contact")]
    authors: list[Any] = []
    for each in listed:
        if not isinstance(each, dict):
            authors.append(each)  # refused by name when it is checked
            continue
        given, surname = _name(each)
        authors.append(
            {
                "given_names": given,
                "surname": surname,
                "email": each.get("email") or "",
                "organisation": each.get("affiliation") or "",
                "orcid": each.get("orcid") or "",
            }
        )
    sound = [each for each in authors if isinstance(each, dict)]
    written_to = next(
        (each for each in sound if str(each["email"]).casefold() in contacts), sound[0] if sound else None
    )
    for each in sound:
        each |= {"is_presenter": each is sound[0], "is_corresponding": each is written_to}
    return {"authors": tuple(authors)}


def _name(author: dict) -> tuple[Any, Any]:
    given, surname = author.get("first") or "", author.get("last") or ""
    whole = author.get("name")
    if given or surname or not isinstance(whole, str):
        return (given, surname) if surname else ("", given)
    if "," in whole:
        surname, _, given = whole.partition(",")
    else:
        given, _, surname = whole.strip().rpartition(" ")
    return given.strip(), surname.strip()


def _answers(paper: dict, call: Call, sections: Any, leave: Callable[[str], None]) -> dict[str, str]:
    """What fits a question or a heading of the call by its name; all else is left, and said."""
    labels = {_plain(each.label): each.label for each in call.questions}
    headings = {_plain(each.name): each.name for each in call.headings}
    fields = {name: value for name, value in paper.items() if name not in KNOWN}
    if isinstance(options := paper.get("options"), dict):
        fields |= options
    answers: dict[str, str] = {}
    for name, value in fields.items():
        if value in (None, "", [], {}, False):
            continue
        words = "yes" if value is True else value
        if _plain(name) in labels and isinstance(words, str):
            answers[labels[_plain(name)]] = words
        elif _plain(name) in headings and isinstance(words, str) and isinstance(sections, dict):
            sections[headings[_plain(name)]] = words
        elif name != "decision":
            leave(LEFT.get(name, f"the field “{str(name)[:60]}”"))
    return answers


def _names(value: Any, key: str = "name") -> list[str]:
    """Names that HotCRP lists, or gives as an object's keys or a text's lines."""
    if isinstance(value, str):
        value = re.split(r"[;\n]", value)
    if isinstance(value, dict):
        value = [name for name, held in value.items() if held]
    if not isinstance(value, list):
        return []
    named = [each.get(key) if isinstance(each, dict) else each for each in value]
    return [each.strip() for each in named if isinstance(each, str) and each.strip()]


def _plain(name: Any) -> str:
    return re.sub(r"[\W_]+", " ", str(name)).strip().casefold()
