"""Finds secrets where they must not be, however they were written there.

Plant a unique string (`a_canary()`) in a sensitive field, gather what the program gave out, and ask
`sightings` for each place and each disguise it is seen in: as it is, or as HTML, an address, base64, UTF-16
or folded lines would carry it. Compressed things (PDF streams, .gz) are the caller's to open first.
"""

import base64
import html
import json
import quopri
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, quote_plus

SHORTEST = 8
FOLD = re.compile(rb"=?\r?\n[ \t]*")


class Answer(Protocol):
    """An HTTP answer, of Flask's test client or of httpx."""

    headers: Mapping[str, str]


Haystack = bytes | str | Path | Message | Answer


@dataclass(frozen=True)
class Sighting:
    """One secret in one place, and the disguise it wore."""

    secret: str
    place: str
    disguise: str


def a_canary(what: str = "canary") -> str:
    """A string that stands nowhere else, with a quote and an ampersand that encodings change."""
    return f"{what} O'{secrets.token_hex(6)} & Sŵn"


def sightings(canaries: Iterable[str], places: Mapping[str, Haystack]) -> list[Sighting]:
    """Every canary in every place, once for each disguise. Raises ValueError for one that is too short."""
    disguises = {canary: list(_disguises(canary)) for canary in canaries}
    return [
        Sighting(canary, place, disguise)
        for place, haystack in places.items()
        for views in map(_views, list(_layers(haystack)))
        for canary in disguises
        for disguise in _seen_in(views, disguises[canary])
    ]


def assert_unseen(canaries: Iterable[str], places: Mapping[str, Haystack]) -> None:
    """Fail, naming each place and disguise, if a canary is seen anywhere."""
    found = sightings(canaries, places)
    assert not found, "\n".join(f"{each.secret!r} in {each.place}, {each.disguise}" for each in found)


def files_under(folder: Path) -> dict[str, Path]:
    """Every file in ``folder`` as a place, for databases, logs, caches and uploads."""
    return {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}


def _views(layer: bytes) -> list[tuple[str, bytes, bytes]]:
    """A layer as it is and without its folds, each with its name and in small letters too."""
    folded = [("", layer), (", line-folded", FOLD.sub(b"", layer)), (", line-folded", FOLD.sub(b" ", layer))]
    return [(fold, text, _lowered(text)) for fold, text in folded]


def _seen_in(views: list[tuple[str, bytes, bytes]], disguises: list[tuple[str, bytes, bool]]) -> Iterator[str]:
    for name, form, has_case in disguises:
        lowered_form = _lowered(form)
        for fold, text, lowered in views:
            if form in text if has_case else lowered_form in lowered:
                yield f"{name}{fold}"
                break


def _lowered(text: bytes) -> bytes:
    return text.decode("utf-8", "surrogateescape").lower().encode("utf-8", "surrogateescape")


def _disguises(canary: str) -> Iterator[tuple[str, bytes, bool]]:
    """Each name of a disguise, its bytes, and whether its case matters: each one once."""
    if len(canary) < SHORTEST:
        raise ValueError(f"{canary!r} is too short: it may stand somewhere by chance.")
    plain = canary.encode()
    forms: list[tuple[str, bytes, bool]] = [("as it is", plain, False)]
    for escaped in (
        html.escape(canary),
        html.escape(canary).replace("&#x27;", "&#39;"),
        html.escape(canary, quote=False),
        canary.encode("ascii", "xmlcharrefreplace").decode(),
        html.escape(canary).encode("ascii", "xmlcharrefreplace").decode(),
        html.escape(canary).replace("&#x27;", "&#39;").encode("ascii", "xmlcharrefreplace").decode(),
    ):
        forms.append(("HTML-escaped", escaped.encode(), False))
    for escaped in (quote(canary), quote(canary, safe=""), quote_plus(canary), quote(canary, safe="'&")):
        forms.append(("URL-encoded", escaped.encode(), False))
    for escaped in (json.dumps(canary), json.dumps(canary).replace("'", r"\u0027").replace("&", r"\u0026")):
        forms.append(("JSON-escaped", escaped[1:-1].encode(), False))
    forms.append(("quoted-printable", quopri.encodestring(plain), False))
    for name, content in (("", plain), (" of UTF-16", canary.encode("utf-16-le"))):
        forms += [(f"base64{name}", form, True) for form in _base64_forms(content)]
    forms += [("UTF-16", canary.encode(f"utf-16-{order}"), True) for order in ("le", "be")]
    forms.append(("hexadecimal", plain.hex().encode(), False))
    seen: set[bytes] = set()
    for name, form, has_case in forms:
        if form not in seen:
            seen.add(form)
            yield name, form, has_case


def _base64_forms(content: bytes) -> Iterator[bytes]:
    """What of ``content`` shows in the base64 of any text around it, at each of the three alignments."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + content)
        # The first and last characters also carry bits of the neighbours.
        start = (before * 8 + 5) // 6
        end = (before + len(content)) * 8 // 6
        yield encoded[start:end]
        yield base64.urlsafe_b64encode(b"\0" * before + content)[start:end]


def _layers(haystack: Haystack) -> Iterator[bytes]:
    """The bytes of a haystack, and for a message also its headers and each of its parts decoded."""
    if isinstance(haystack, bytes):
        yield haystack
    elif isinstance(haystack, str):
        yield haystack.encode("utf-8", "surrogateescape")
    elif isinstance(haystack, Path):
        yield haystack.read_bytes()
        if haystack.suffix == ".eml":
            yield from _layers(message_from_bytes(haystack.read_bytes(), policy=policy.default))
    elif isinstance(haystack, Message):
        yield haystack.as_bytes()
        for part in haystack.walk():
            for name, said in part.items():
                yield f"{name}: {make_header(decode_header(str(said)))}".encode()
            if isinstance(content := part.get_payload(decode=True), bytes):
                yield content
    else:
        yield "\n".join(f"{name}: {said}" for name, said in haystack.headers.items()).encode()
        # httpx keeps the body as content, Werkzeug as data.
        yield haystack.content if hasattr(haystack, "content") else haystack.data  # type: ignore[attr-defined]
