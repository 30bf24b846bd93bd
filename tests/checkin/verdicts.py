"""What the door answers, in one table that the server's judge and the phone's both pass (CHK-6).

Each case: a ticket, a list, the moment, and what is told. The event is in London, on 4 and 5 May 2026; its clocks are
an hour ahead of UTC. static/door/judge.js gets the same, in the words of the phone's data.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from checkin.models import Entry
from checkin.rules import Holder, Listing
from registration.models import OrderStatus, ProofStatus

FIRST, SECOND = date(2026, 5, 4), date(2026, 5, 5)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
EARLIER = datetime(2026, 5, 4, 8, tzinfo=UTC)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    says: str
    verdict: str
    reason: str = ""
    ticket: dict = field(default_factory=dict)
    listing: dict = field(default_factory=dict)
    at: datetime = NOON
    is_exit: bool = False
    replaced: bool = False
    is_full: bool = False
    is_unknown: bool = False

    def holder(self) -> Holder | None:
        if self.is_unknown:
            return None
        given = {"ticket_id": 1, "name": "", "organisation": "", "product": "Full", "code": "7K3MNPQR"}
        given |= {"status": OrderStatus.CONFIRMED, "listing": Listing(**self.listing)}
        return Holder(**given | self.ticket)


IN = {"admitted_at": EARLIER, "inside": True}
OUT = {"admitted_at": EARLIER, "inside": False}
UNPAID = {"status": OrderStatus.AWAITING}
CANCELLED = {"status": OrderStatus.CANCELLED}
WAITING = {"proof": ProofStatus.WAITING}
NIGHT = {"only_day": date(2026, 10, 25)}  # when the clocks go back
MAY = {"unpaid_may_enter": True}

CASES = [
    Case("a ticket that stands", "admitted"),
    Case("a ticket that stands, and is in", "again", "already in", IN),
    Case("nobody's code", "refused", "unknown code", is_unknown=True),
    Case("a code that was replaced", "refused", "replaced", replaced=True),
    Case("a code that was replaced, by one who is in", "refused", "replaced", IN, replaced=True),
    Case("a place given back", "refused", "cancelled", CANCELLED),
    Case("a place given back by one who is in", "refused", "cancelled", CANCELLED | IN),
    Case("an order that ran out", "refused", "cancelled", {"status": OrderStatus.EXPIRED}),
    Case("a place that is not paid", "refused", "unpaid", UNPAID),
    Case("a place that is kept and not paid", "refused", "unpaid", {"status": OrderStatus.HELD}),
    Case("not paid, where that may enter", "admitted", "", UNPAID, MAY),
    Case(
        "not paid where that may enter, and unproved",
        "refused",
        "unproved",
        UNPAID | WAITING,
        {"unpaid_may_enter": True},
    ),
    Case("proof waited for", "refused", "unproved", WAITING),
    Case("proof refused", "refused", "unproved", {"proof": ProofStatus.REFUSED}),
    Case("proof accepted", "admitted", "", {"proof": ProofStatus.ACCEPTED}),
    Case("a ticket without the dinner", "refused", "other ticket", {"takes": False}),
    Case("a ticket for this day", "admitted", "", {"only_day": FIRST}),
    Case("a ticket for the other day", "refused", "other day", {"only_day": SECOND}),
    Case("the list of this day", "admitted", "", {}, {"day": FIRST}),
    Case("the list of the other day", "refused", "other day", {}, {"day": SECOND}),
    Case(
        "the last second of its day there",
        "admitted",
        "",
        {"only_day": FIRST},
        {},
        utc(2026, 5, 4, 22, 59, 59),
    ),
    Case("a day ticket at midnight there", "refused", "other day", {"only_day": FIRST}, {}, utc(2026, 5, 4, 23)),
    Case("the next day's ticket at midnight there", "admitted", "", {"only_day": SECOND}, {}, utc(2026, 5, 4, 23)),
    Case("a day ticket on the night when clocks go back", "admitted", "", NIGHT, {}, utc(2026, 10, 25, 0, 30)),
    Case(
        "and an hour later, at the same hour there",
        "admitted",
        "",
        NIGHT,
        {},
        utc(2026, 10, 25, 1, 30),
    ),
    Case(
        "the evening of that longer day",
        "admitted",
        "",
        NIGHT,
        {},
        utc(2026, 10, 25, 23, 59, 59),
    ),
    Case("the midnight after it", "refused", "other day", NIGHT, {}, utc(2026, 10, 26)),
    Case("a second before the doors", "refused", "not open", {}, {"opens_at": utc(2026, 5, 4, 12, 0, 1)}),
    Case("as the doors open", "admitted", "", {}, {"opens_at": NOON}),
    Case("a second before they close", "admitted", "", {}, {"closes_at": utc(2026, 5, 4, 12, 0, 1)}),
    Case("as they close", "refused", "not open", {}, {"closes_at": NOON}),
    Case("full", "refused", "full", {}, {"capacity": 1}, is_full=True),
    Case("full, and is in", "again", "already in", IN, {"capacity": 1}, is_full=True),
    Case("full, and comes back", "admitted", "back in", OUT, {"capacity": 1, "reenters": True}, is_full=True),
    Case("comes back where one may", "admitted", "back in", OUT, {"reenters": True}),
    Case("comes back where one may not", "again", "already in", OUT),
    Case("is in, where one may come back", "again", "already in", IN, {"reenters": True}),
    Case("is in, where one enters as often as one likes", "admitted", "", IN, {"entry": Entry.ALWAYS}),
    Case("is in, where one enters once", "again", "already in", IN, {"entry": Entry.ONCE}),
    Case("leaves", "admitted", "left", IN, is_exit=True),
    Case("leaves with a place given back since", "admitted", "left", IN | CANCELLED, is_exit=True),
    Case("leaves, and never came", "admitted", "left", is_exit=True),
    Case("leaves with a code that was replaced", "refused", "replaced", IN, is_exit=True, replaced=True),
    Case("leaves with nobody's code", "refused", "unknown code", is_exit=True, is_unknown=True),
]
