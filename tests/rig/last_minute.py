"""Authors who all save and submit while their call closes; what each was told, and what of that the tables hold."""

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from sqlalchemy import Engine, create_engine, func, select, update
from sqlalchemy.orm import Session

from abstracts.models import Abstract, AbstractStatus, Call, Section
from core import clock
from core.db import db, session, transaction
from core.outbox import OutgoingLetter
from people.access import SIGN_IN
from people.models import SignIn
from people.rules import hash_of
from tests import factories as make
from tests.conftest import an_application

EVENT, CALL = "leaders-2027", "abstracts"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
DONE, CLOSED, BUSY = 303, 409, 503
TRIES = 60
# Asks for a page or sends a form, and gives the status, the body and the cookie that came with it.
Ask = Callable[[str, str, dict | None, str], tuple[int, str, str]]


@dataclass
class Told:
    """What an author was told of one thing: the status, when they sent it, and what was in it."""

    what: str
    status: int
    sent_at: float
    words: str = ""


@dataclass
class Writer:
    """An author with a draft, and all they were told."""

    number: int
    cookie: str
    heading_ids: list[int]
    category_id: int
    token: str = ""
    told: list[Told] = field(default_factory=list)

    @property
    def home(self) -> str:
        return f"/events/{EVENT}/abstracts/{CALL}/{self.number}"


def writers_of_a_call(url: str, how_many: int) -> list[Writer]:
    """So many authors in the database at ``url``, each with a draft of the same call that lacks its text."""
    app = an_application(url)
    made = []
    with app.app_context():
        with transaction():
            make.session, make.app, now = session, app, clock.now()
            event = make.an_event(slug=EVENT, first_day=now.date(), last_day=now.date())
            window = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
            call = make.a_call(event, slug=CALL, **window)
            heading_ids, category_id = [each.id for each in call.headings], call.categories[0].id
            times = {"begun_at": now, "seen_at": now, "expires_at": now + timedelta(days=1)}
            for number in range(how_many):
                person, key = make.a_person(email=f"writer{number}@north.example"), f"writer {number}"
                make.saved(SignIn(person_id=person.id, key_hash=hash_of(key), **times))
                abstract = make.an_abstract(call, person, authors=0, licence_agreed_at=None, title="", ethics=None)
                make.an_author(abstract, email=person.email)
                cookie = app.session_interface.get_signing_serializer(app).dumps({SIGN_IN: key})
                made.append(Writer(abstract.number, cookie, heading_ids, category_id))
        make.session = make.app = None
        db.engine.dispose()
    return made


def by_http(address: str) -> Ask:
    """Ask the program at ``address``, each time over a connection of its own."""
    where = urlsplit(address)

    def ask(method: str, path: str, typed: dict | None, cookie: str) -> tuple[int, str, str]:
        headers = {"Cookie": f"plenary={cookie}", "Host": where.netloc}
        body = urlencode(typed) if typed is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection(where.hostname or "", where.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            fresh = re.search(r"plenary=([^;]+)", answer.headers.get("Set-Cookie", ""))
            return answer.status, text, fresh[1] if fresh else cookie
        finally:
            connection.close()

    return ask


def close_in(url: str, seconds: float) -> float:
    """The call closes so many seconds from now, to the microsecond; that moment as Unix time."""
    engine = create_engine(url)
    closes_at = datetime.now(UTC) + timedelta(seconds=seconds)
    with engine.begin() as connection:
        connection.execute(update(Call).where(Call.slug == CALL).values(closes_at=closes_at))
    engine.dispose()
    return closes_at.timestamp()


def rush_to_submit(ask: Ask, url: str, writers: list[Writer], seconds: float, *, at_once: int = 0) -> float:
    """All save and submit, beginning at even distances until shortly after the end; when the call closed.

    Every fifth has a second window that saves other words at the same moment, and sends the last form twice.
    """
    at_once = at_once or len(writers)
    with ThreadPoolExecutor(at_once) as pool:
        for writer in pool.map(lambda each: _open(ask, each), writers):
            assert writer.token
        closes_at, began = close_in(url, seconds), time.time()
        random.Random(38).shuffle(writers)
        begin = [began + seconds * 1.25 * place / len(writers) for place in range(len(writers))]
        list(pool.map(lambda pair: _write(ask, *pair), zip(writers, begin, strict=True)))
    return closes_at


def _open(ask: Ask, writer: Writer) -> Writer:
    status, page, writer.cookie = ask("GET", f"{writer.home}/text", None, writer.cookie)
    assert status == 200, page
    found = TOKEN.search(page)
    writer.token = found[1] if found else "none is asked for"
    return writer


def _write(ask: Ask, writer: Writer, begin: float) -> None:
    time.sleep(max(0.0, begin - time.time()))
    if writer.number % 5 == 0:
        with ThreadPoolExecutor(2) as windows:
            both = [windows.submit(_save_text, ask, writer, window) for window in ("one", "two")]
            saved = any([each.result() for each in both])
    else:
        saved = _save_text(ask, writer, "one")
    if saved and _save_statements(ask, writer):
        times = 2 if writer.number % 5 == 0 else 1
        with ThreadPoolExecutor(times) as clicks:
            list(clicks.map(lambda _: _send(ask, writer, "submitted", "check", {"version": 4}), range(times)))


def _save_text(ask: Ask, writer: Writer, window: str) -> bool:
    words = f"Author {writer.number} in window {window}."
    typed = {"version": 2, "title": f"Title of {writer.number}", "category": writer.category_id, "keywords": "minutes"}
    typed |= {"preference": "poster", **{f"heading_{each}": words for each in writer.heading_ids}}
    return _send(ask, writer, "text", "text", typed, words)


def _save_statements(ask: Ask, writer: Writer) -> bool:
    typed = {"version": 3, "ethics": "not needed", "consent": "not needed", "lead": "neither", "nation": "wales"}
    return _send(ask, writer, "statements", "statements", typed | {"licence": "y"})


def _send(ask: Ask, writer: Writer, what: str, page: str, typed: dict, words: str = "") -> bool:
    """True if the author was told that it is done. Whoever is told to try again, or is not answered, does so."""
    for _ in range(TRIES):
        sent_at = time.time()
        try:
            form = {"csrf_token": writer.token, **typed}
            status, _, _ = ask("POST", f"{writer.home}/{page}", form, writer.cookie)
        except (OSError, HTTPException):
            status = BUSY
        if status != BUSY:
            writer.told.append(Told(what, status, sent_at, words))
            return status == DONE
        time.sleep(0.2)
    writer.told.append(Told(what, BUSY, sent_at, words))
    return False


def summary(writers: Iterable[Writer]) -> Counter[tuple[str, int]]:
    """How often which answer was given to what."""
    return Counter((told.what, told.status) for writer in writers for told in writer.told)


def faults(url: str, writers: list[Writer], closes_at: float) -> Counter[str]:
    """Where the tables do not hold what somebody was told, or hold more; nothing if all is well."""
    engine = create_engine(url)
    try:
        with Session(engine) as reader:
            return Counter(_faults(reader, engine, writers, closes_at))
    finally:
        engine.dispose()


def _faults(reader: Session, engine: Engine, writers: list[Writer], closes_at: float) -> Iterable[str]:
    kept = {each.number: each for each in reader.scalars(select(Abstract))}
    words = {}
    for abstract_id, text in reader.execute(select(Section.abstract_id, Section.words).distinct()):
        words.setdefault(abstract_id, set()).add(text)
    letters = select(OutgoingLetter.recipient, func.count(OutgoingLetter.id))
    receipts = letters.where(OutgoingLetter.kind == "abstracts/email/submitted").group_by(OutgoingLetter.recipient)
    receipt_counts = {recipient: count for recipient, count in reader.execute(receipts)}
    for writer in writers:
        abstract = kept[writer.number]
        for told in writer.told:
            if told.status not in {DONE, CLOSED}:
                yield f"answered {told.status}"
            if told.status == DONE and told.sent_at >= closes_at:
                yield "got in after the end"
        saved = [told.words for told in writer.told if told.what == "text" and told.status == DONE]
        if saved and words[abstract.id] != set(saved):
            yield "told that a text is saved which is not there"
        if not saved and any(text.startswith("Author") for text in words[abstract.id]):
            yield "told that a text is not saved which is there"
        agreed = any(told.what == "statements" and told.status == DONE for told in writer.told)
        if agreed != (abstract.licence_agreed_at is not None):
            yield "statements are not as told"
        submitted = any(told.what == "submitted" and told.status == DONE for told in writer.told)
        if submitted != (abstract.status is AbstractStatus.SUBMITTED):
            yield "not submitted as told"
        if receipt_counts.get(f"writer{writer.number - 1}@north.example", 0) != submitted:
            yield "another number of receipts than one for each that is in"
        if abstract.submitted_at and abstract.submitted_at.timestamp() >= closes_at:
            yield "submitted after the end"
        if abstract.saved_at.timestamp() >= closes_at:
            yield "saved after the end"
