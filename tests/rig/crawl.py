"""Asks a program for everything that one session can get at: by links, by forms, and by guessing addresses.

Nothing of it is kept: each request is undone, so that the order of asking changes no answer.
"""

import gzip
import html
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import product

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import Connection
from werkzeug.routing import AnyConverter, BuildError, IntegerConverter, Rule

from tests.core.canaries import parts_of
from tests.rig.canaries import sightings

LINK = re.compile(r'(?:href|src|action|hx-get|hx-post|data-[a-z-]+)="(/[^"#]*)')
NEW_EACH_TIME = (
    rb"[0-9A-F]{4}-[0-9A-F]{4}",
    rb'(?<=nonce[-=])["\w-]{22,24}',
    rb'(?<=name="csrf_token" value=")[\w.-]+',
)
REFERENCE = re.compile(b"|".join(NEW_EACH_TIME))
HTMX = {"HX-Request": "true"}
PACKED = (b"PK", b"%PDF", b"\x89PNG")


@dataclass(frozen=True)
class Got:
    """One answer: to what, and how it was asked for."""

    address: str
    how: str
    status: int
    headers: str
    body: bytes

    def haystacks(self) -> Iterator[bytes]:
        """Its headers and its body, and what is packed in the body."""
        body = gzip.decompress(self.body) if "Content-Encoding: gzip" in self.headers else self.body
        yield self.headers.encode()
        yield body
        if body.startswith(PACKED):
            yield b"\n".join(content for _, content in parts_of(body))
        if body.startswith(b"%PDF"):
            yield "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).encode()


@dataclass
class Form:
    """A form of a page as a browser would send it: where to, and what."""

    action: str = ""
    is_post: bool = False
    typed: dict[str, str] = field(default_factory=dict)

    def sent(self) -> Iterator[tuple[str, dict[str, str]]]:
        """As it stands, with everything emptied, and as its script saves it."""
        yield "as it stands", self.typed
        yield "emptied", dict.fromkeys(self.typed, "")
        yield "by itself", self.typed | {"do": "autosave"}


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action") or "", given.get("method", "").lower() == "post"))
        elif self.forms and (name := given.get("name")) and tag in {"input", "textarea", "select"}:
            typed = self.forms[-1].typed
            is_choice = given.get("type") in {"radio", "checkbox"}
            if not is_choice or "checked" in given:
                typed[name] = given.get("value") or ("y" if is_choice else "")
            self._select = name if tag == "select" else ""
        elif tag == "option" and self._select and "selected" in given:
            self.forms[-1].typed[self._select] = given.get("value") or ""


class Crawl:
    """What one session got. ``headers`` are its cookie's; addresses count once, however they were asked for."""

    def __init__(self, app: Flask, connection: Connection, cookie: str = "") -> None:
        self._app, self._connection, self._cookie = app, connection, cookie
        self.got: list[Got] = []

    @property
    def addresses(self) -> set[str]:
        return {each.address for each in self.got}

    def get(self, addresses: Iterable[str]) -> None:
        """Ask for each plain, as htmx does and by HEAD, without following anything."""
        for address in addresses:
            self._ask(address)

    def follow(self, starts: Iterable[str], *, most: int, within: str = "/") -> None:
        """Ask for these and what they lead to ``within`` a folder, ``most`` addresses; send each kind of form once."""
        waiting, seen = deque(starts), set(starts)
        sent: set[tuple] = set()
        for _ in range(most):
            if not waiting:
                break
            address = waiting.popleft()
            page = self._ask(address)
            for link in map(html.unescape, LINK.findall(page)):
                # The demo signs in whoever asks as somebody else: that would be another session.
                if link not in seen and link.startswith(within) and not link.startswith("/demo/"):
                    seen.add(link)
                    waiting.append(link)
            for form in _Forms(page).forms:
                action = form.action or address
                kind = (action, *sorted(form.typed))
                if form.is_post and kind not in sent and not action.startswith("/demo/"):
                    sent.add(kind)
                    self._send(action, form)

    def _ask(self, address: str) -> str:
        got = self._once(address, "GET")
        self._once(address, "GET", HTMX)
        self._once(address, "HEAD")
        return got.body.decode(errors="replace") if "text/html" in got.headers else ""

    def _send(self, action: str, form: Form) -> None:
        for (how, typed), headers in product(form.sent(), ({}, HTMX)):
            self._once(action, "POST", headers, typed, how)

    def _once(
        self, address: str, method: str, headers: Mapping | None = None, typed: Mapping | None = None, how: str = ""
    ) -> Got:
        client = self._app.test_client()
        if self._cookie:
            client.set_cookie("plenary", self._cookie)
        undone = self._connection.begin_nested()
        try:
            given = {"headers": headers or {}, "data": typed, "method": method}
            answer = client.open(address, buffered=True, follow_redirects=method == "POST", **given)
        finally:
            undone.rollback()
        told = "\n".join(f"{name}: {said}" for name, said in answer.headers.items())
        for before in answer.history:
            told += "\n" + "\n".join(f"{name}: {said}" for name, said in before.headers.items())
        ways = " ".join(each for each in (method, "by htmx" if headers else "", how) if each)
        got = Got(address, ways, answer.status_code, told, answer.data)
        self.got.append(got)
        return got

    def seen(self, canaries: Mapping[str, str]) -> dict[str, set[str]]:
        """By the label of each canary that was seen anywhere: the addresses at which it was."""
        labels = {canary: label for label, canary in canaries.items()}
        found: dict[str, set[str]] = {}
        looked: dict[bytes, set[str]] = {}
        for got in self.got:
            for haystack in got.haystacks():
                key = REFERENCE.sub(b"", haystack)
                if key not in looked:
                    looked[key] = {labels[each.secret] for each in sightings(labels, {"": haystack})}
                for label in looked[key]:
                    found.setdefault(label, set()).add(f"{got.how} {got.address}")
        return found


def said(answer) -> str:
    """The body of an answer without its reference, its nonce and its token, which are new each time."""
    return REFERENCE.sub(b"", answer.data).decode(errors="replace")


def guesses(app: Flask, named: Mapping[str, Iterable]) -> list[str]:
    """An address of every page there is for each mixture of what is ``named`` for the parts of addresses."""
    adapter, made = app.url_map.bind("localhost"), []
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: (each.endpoint, each.rule)):
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        parts = sorted(rule.arguments)
        for chosen in product(*(_plausible(rule, part, named) for part in parts)):
            try:
                made.append(adapter.build(rule.endpoint, dict(zip(parts, chosen, strict=True)), append_unknown=False))
            except (BuildError, ValueError):  # that word is not one of those which this address takes
                continue
    return list(dict.fromkeys(made))


def _plausible(rule: Rule, part: str, named: Mapping[str, Iterable]) -> Iterable:
    converter = rule._converters[part]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)
    if part in named:
        return named[part]
    return (1, 999_999) if isinstance(converter, IntegerConverter) else ("nobody",)
