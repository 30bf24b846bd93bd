"""A call in review with an abstract whose authors and whose reviewers are canaries, brought there through its pages."""

import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from abstracts.actions import decide_abstract
from abstracts.models import (
    Abstract,
    AbstractStatus,
    Author,
    Call,
    Criterion,
    Decision,
    Review,
    Reviewer,
    Rubric,
    Stance,
)
from core.db import session
from core.outbox import send_next
from events.models import Event
from people.access import SIGN_IN
from people.models import Duty, Person, Role, SignIn
from people.rules import email_key, hash_of
from tests.rig.blind_canaries import FROM_AUTHORS, canaries
from tests.rig.crawl import Crawl
from tests.rig.told_files import a_photograph, a_word_document

HOUR, DAY, LONG = timedelta(hours=1), timedelta(days=1), timedelta(days=3650)
TITLE = "Quiet rounds before seven"
WORDS = "Rounds began before seven on one ward and not on its neighbour, and both were watched for a month."
GOOD = {"confidence": "2", "to_authors": "Say how the ward was chosen.", "concern": ""}


class BlindWorld:
    """The call, who may be signed in, and the clock; everything is asked over one connection and can be undone.

    The call has a chair, a rubric, an abstract of somebody else in review, and at least four reviewers.
    """

    def __init__(self, app: Flask, connection: Connection, clock: "Clock", call_slug: str) -> None:
        self.app, self.connection, self.clock, self.call_slug = app, connection, clock, call_slug
        with app.app_context():
            call = session.scalars(select(Call).where(Call.slug == call_slug)).one()
            self.event_slug, self.event_id, self.call_id = call.event.slug, call.event_id, call.id
            self.closes_at = call.closes_at
        self.in_review_at = self.closes_at + 9 * DAY
        self.canaries = canaries()
        self.people: dict[str, int] = {}
        self._know_people()
        self.number = self._write()
        self._review()

    @property
    def site(self) -> str:
        return f"/events/{self.event_slug}/abstracts/{self.call_slug}"

    @property
    def desk(self) -> str:
        return f"/desk/{self.event_slug}/abstracts"

    def client(self, who: str, now: datetime):
        """A browser of that person, who has signed in just now; the clock is there."""
        self.clock.set(now)
        client = self.app.test_client()
        client.set_cookie("plenary", self.cookie(who, now))
        return client

    def cookie(self, who: str, now: datetime) -> str:
        if who not in self.people:
            return ""
        key = secrets.token_hex(8)
        times = {"begun_at": now, "seen_at": now, "confirmed_at": now, "expires_at": now + LONG}
        with self.app.app_context():
            session.add(SignIn(person_id=self.people[who], key_hash=hash_of(key), **times))
            session.commit()
        return self.app.session_interface.get_signing_serializer(self.app).dumps({SIGN_IN: key})

    def email_of(self, who: str) -> str:
        with self.app.app_context():
            return session.get_one(Person, self.people[who]).email

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever is done meanwhile is undone after."""
        point = self.connection.begin_nested()
        try:
            yield
        finally:
            point.rollback()

    def crawl(self, who: str, now: datetime | None = None) -> Crawl:
        """An empty crawl as that person."""
        now = now or self.in_review_at
        self.clock.set(now)
        return Crawl(self.app, self.connection, self.cookie(who, now))

    def letters(self, catcher, now: datetime) -> dict[str, list[bytes]]:
        """Every letter that is owed, sent: by recipient the bytes of each."""
        self.clock.set(now)
        catcher.empty()
        with self.app.app_context():
            while send_next():
                pass
        found: dict[str, list] = {}
        for each in catcher.messages():
            for address in each.recipients:
                found.setdefault(address, []).append(each.email)
        return found

    def release(self) -> None:
        """The third review comes in, the chair decides on all and lets it out, and the owner takes the place."""
        reader = self.client("reviewer 3", self.in_review_at)
        typed = {f"criterion_{each}": "4" for each in self._criteria()} | GOOD | {"version": self._version(3)}
        _done(reader.post(f"{self.site}/{self.number}/review", data=typed))
        now = self.in_review_at + DAY
        chair, of_call = self.client("chair", now), f"{self.desk}/calls/{self.call_slug}"
        _done(chair.post(f"{of_call}/board/{self.number}", data={"decision": Decision.ORAL.value}))
        with self.app.app_context():
            left = select(Abstract).where(Abstract.call_id == self.call_id, Abstract.status == AbstractStatus.IN_REVIEW)
            for each in session.scalars(left):  # of these too few reviews are in: a shell does not ask
                decide_abstract(session, abstract=each, decision=Decision.DECLINED, by_id=None, now=now)
            session.commit()
        _done(chair.post(f"{of_call}/release"))

    def publish(self) -> datetime:
        """The book is published; when the journal's embargo is over."""
        chair, of_call = self.client("chair", self.in_review_at + 2 * DAY), f"{self.desk}/calls/{self.call_slug}"
        _done(chair.post(f"{of_call}/supplement", data={"journal": "Quill", "year": "2027", "volume": "11"}))
        _done(chair.post(f"{of_call}/supplement/publish"))
        with self.app.app_context():
            return session.get_one(Call, self.call_id).embargo_until

    def _know_people(self) -> None:
        """The chair is one who has no conflict; the neighbour sent in another abstract, and reviews nothing."""
        with self.app.app_context():
            readers = select(Reviewer).where(Reviewer.call_id == self.call_id, Reviewer.stance == Stance.REVIEWING)
            reviewers = list(session.scalars(readers.order_by(Reviewer.id)))
            chairs = select(Duty.person_id).where(Duty.role == Role.ABSTRACT_CHAIR, Duty.event_id == self.event_id)
            others = select(Abstract).where(Abstract.call_id == self.call_id)
            others = others.where(Abstract.status == AbstractStatus.IN_REVIEW)
            others = others.where(Abstract.owner_id.not_in([each.person_id for each in reviewers]))
            other = session.scalars(others.order_by(Abstract.number)).first()
            self.people["chair"] = session.scalars(chairs.order_by(Duty.id)).all()[-1]
            self.people["another author"] = other.owner_id
            self.other_number, self.other_author_id = other.number, other.authors[0].id
            self.people["reviewer of others"] = reviewers[3].person_id
            self.reviewer_ids = [each.id for each in reviewers[:4]]
            for number, each in enumerate(reviewers[:3], start=1):
                name, address = (self.canaries.readers[f"reviewer {number}’s {what}"] for what in ("name", "address"))
                each.person.name, each.person.email, each.person.email_key = name, address, email_key(address)
                each.organisation = self.canaries.readers[f"reviewer {number}’s organisation"]
                self.people[f"reviewer {number}"] = each.person_id
            self.clock.set(self.closes_at - DAY)
            planted = self.canaries.authors
            for who, address in (("owner", "owner's address"), ("co-author", "second email")):
                email = planted[address]
                name = planted["owner's name"] if who == "owner" else ""
                person = Person(name=name, email=email, email_key=email_key(email), created_at=self.closes_at - DAY)
                session.add(person)
                session.flush()
                self.people[who] = person.id
            session.commit()

    def _write(self) -> int:
        """The abstract, begun, filled in and sent in by its owner; its number."""
        owner, planted = self.client("owner", self.closes_at - HOUR), self.canaries.authors
        begun = _done(owner.post(self.site))
        url = begun.location.partition("?")[0].removesuffix("/text")
        number = int(url.rstrip("/").rpartition("/")[2])
        here = f"{self.site}/{number}"
        first = self._row(number).authors[0].id
        for who, to in (("first", str(first)), ("second", "new")):
            kinds = ("given_names", "surname", "organisation", "town", "second_organisation", "email", "orcid")
            typed = {kind: planted[f"{who} {kind}"] for kind in kinds} | {"version": self._row(number).version}
            _done(owner.post(f"{here}/authors/{to}", data=typed))
        row = self._row(number)
        text = {f"heading_{each.id}": WORDS for each in row.call.headings} | {"version": row.version, "title": TITLE}
        text |= {"category": row.call.categories[0].id, "preference": "oral or poster", "keywords": "rounds\nwards"}
        _done(owner.post(f"{here}/text", data=text))
        said = {"ethics": "approved", "consent": "not needed", "lead": "trainee", "nation": "wales", "licence": "y"}
        said |= {each: planted[f"stated {each}"] for each in FROM_AUTHORS} | {"version": str(row.version + 1)}
        _done(owner.post(f"{here}/statements", data=said))
        self._send_files(owner, here)
        _done(owner.post(f"{here}/check", data={"version": self._row(number).version}))
        return number

    def _send_files(self, owner, here: str) -> None:
        planted = self.canaries.authors
        maker = planted["figure’s maker"]
        figure = a_photograph(artist=maker)
        table = a_word_document(
            author=planted["table’s author"], comment=planted["table’s comment"], change=planted["table’s change"]
        )
        sent = {"figure": (figure, "jpg"), "table": (table, "docx")}
        for exhibit, (content, ending) in sent.items():
            name = f"{planted[f'{exhibit}’s name']}.{ending}"
            typed = {f"{exhibit}-file": (io.BytesIO(content), name), f"{exhibit}-caption": "Before and after."}
            version = self._row(int(here.rpartition("/")[2])).version
            given = typed | {f"{exhibit}-version": str(version)}
            _done(owner.post(f"{here}/exhibits/{exhibit}", data=given, content_type="multipart/form-data"))

    def _review(self) -> None:
        """In review, given to three reviewers: two have theirs in, the third has begun."""
        chair = self.client("chair", self.closes_at + DAY)
        abstract_id = self._row(self.number).id
        _done(chair.post(f"{self.desk}/ticked", data={"act": "review", "abstract": abstract_id}))
        assert self._row(self.number).status is AbstractStatus.IN_REVIEW
        for reviewer_id in self.reviewer_ids[:3]:
            given = {"reviewer": reviewer_id}
            _done(chair.post(f"{self.desk}/calls/{self.call_slug}/progress/{self.number}/give", data=given))
        criteria = self._criteria()
        for number in (1, 2, 3):
            reader = self.client(f"reviewer {number}", self.closes_at + 2 * DAY)
            typed = {f"criterion_{each}": "4" for each in criteria} | GOOD | {"version": self._version(number)}
            typed |= {"to_chair": self.canaries.readers[f"reviewer {number}’s note"]}
            typed |= {"do": "autosave"} if number == 3 else {}
            answer = reader.post(f"{self.site}/{self.number}/review", data=typed)
            assert answer.status_code in {200, 303}, answer.text
            self._chase(self.reviewer_ids[number - 1])
        chair = self.client("chair", self.closes_at + 3 * DAY)
        said = {"words": "Why are you so far apart?", "opens": "y"}
        _done(chair.post(f"{self.desk}/calls/{self.call_slug}/progress/{self.number}/discussion", data=said))
        reader = self.client("reviewer 1", self.closes_at + 3 * DAY)
        _done(reader.post(f"{self.site}/{self.number}/review/discussion", data={"words": "I am sure of it."}))
        _done(
            self.client("chair", self.in_review_at).post(
                f"{self.desk}/message",
                data={
                    "subject": "About {title}",
                    "words": "Dear {name}, it is with its reviewers.",
                    "do": "send",
                    "query": f"call={self.call_slug}",
                },
            )
        )

    def _chase(self, reviewer_id: int) -> None:
        chair = self.client("chair", self.in_review_at)
        _done(chair.post(f"{self.desk}/calls/{self.call_slug}/reviewers/{reviewer_id}/chase"))

    def _row(self, number: int) -> Abstract:
        """The abstract as it is now, with all that is read of it here."""
        with self.app.app_context():
            found = select(Abstract).where(Abstract.call_id == self.call_id, Abstract.number == number)
            row = session.scalars(found.execution_options(populate_existing=True)).one()
            _ = [*row.authors], [*row.call.headings], [*row.call.categories]
            session.expunge_all()
            return row

    def _criteria(self) -> list[int]:
        with self.app.app_context():
            of_call = select(Criterion.id).join(Rubric).where(Rubric.call_id == self.call_id)
            return list(session.scalars(of_call.order_by(Criterion.id)))

    def _version(self, number: int) -> int:
        with self.app.app_context():
            found = select(Review.version).join(Abstract).where(Review.reviewer_id == self.reviewer_ids[number - 1])
            return session.scalars(found.where(Abstract.number == self.number)).one()

    def named(self) -> dict[str, list]:
        """What may stand in addresses about the canary's abstract, and beside it another's and none."""
        with self.app.app_context():
            ids = select(Author.id).join(Abstract).where(Abstract.number == self.number)
            authors = list(session.scalars(ids.where(Abstract.call_id == self.call_id).order_by(Author.id)))
            slugs = list(session.scalars(select(Event.slug).order_by(Event.id)))
        return {
            "event_slug": [self.event_slug, next((each for each in slugs if each != self.event_slug), "nowhere")],
            "call_slug": [self.call_slug],
            "number": [self.number, self.other_number, 999_999],
            "author_id": [*authors, self.other_author_id],
            "reviewer_id": [*self.reviewer_ids[:3], 999_999],
            "person_id": [self.people["owner"], self.people["reviewer 1"]],
            "field": ["title", "keywords", "figure", "conflicts"],
            "kind": ["csv", "xlsx", "json", "oral", "poster", "declined", "waitlisted"],
        }


def _done(answer):
    assert answer.status_code in {200, 303}, f"{answer.status_code}: {answer.text[-2500:]}"
    return answer


class Clock:
    """The program's clock while ``patch`` lasts: it stands where it was set."""

    def __init__(self, patch: pytest.MonkeyPatch, moment: datetime) -> None:
        self._moment = moment
        patch.setattr("core.clock.now", lambda: self._moment)
        patch.setattr("core.clock.told", lambda _: self._moment)

    def set(self, moment: datetime) -> None:
        self._moment = moment
