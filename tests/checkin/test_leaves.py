"""A phone that is sent only what has changed holds what it would have been sent as a whole, whatever it missed."""

import base64
import json
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from checkin.rules import Contents, Holder, Listing, PlainEntry, PlainList, PlainTicket, leaves, new_seal_key, packed
from checkin.rules.devices import PlainDevice
from registration.codes import Signer
from registration.models import OrderStatus
from tests import factories as make
from tests.checkin.conftest import SEED
from tests.checkin.phones import SHIFT_ENDS, a_device
from tests.checkin.scripts import open_scripts

TODAY = date(2026, 5, 14)
EVENT = SimpleNamespace(
    id=7, slug="england-2027", name="Leading", zone="Europe/London", first_day=TODAY, last_day=TODAY
)
DEVICE = PlainDevice(
    id=3,
    name="North door",
    added_by_id=1,
    enrolled_at=make.NOON,
    shift_ends_at=SHIFT_ENDS,
    revoked_at=None,
    holds_names=True,
    salt=base64.b64encode(bytes(16)).decode(),
    names_key=base64.b64encode(bytes(32)).decode(),
    seal_key=new_seal_key(),
    seen_at=None,
)
NOBODY = Contents({1: "Full"}, [PlainList("main", "Main", Listing())], {}, (), {}, (), (), ())
KEYS = Signer({1: SEED})
FOLD = """async (tolds) => {
  const { isData, renewed } = await import("/leaves.js");
  let held = { tickets: [] };
  return tolds.map((each) => {
    const told = { now: "", ...each };
    held = (isData(told) && renewed(held, told)) || { tickets: [] };
    return held;
  });
}"""


def coming(contents: Contents, number: int) -> Contents:
    """One ticket more."""
    code = f"{number:08d}"
    holder = Holder(number, f"Dr {number} Fictum", "Northmere", "Full", code, OrderStatus.CONFIRMED)
    return replace(contents, tickets=[*contents.tickets, PlainTicket(holder, 1)])


def let_in(contents: Contents, ticket_id: int) -> Contents:
    entry = PlainEntry(ticket_id, "main", TODAY, make.NOON + timedelta(seconds=ticket_id), "North door", True)
    return replace(contents, entries=[*contents.entries, entry])


def with_holder(contents: Contents, at: int, **changes) -> Contents:
    tickets = list(contents.tickets)
    tickets[at] = tickets[at]._replace(holder=replace(tickets[at].holder, **changes))
    return replace(contents, tickets=tickets)


class Hall:
    """An event whose tickets come, go in and out, and change; ``package`` is the whole that its phone would get."""

    def __init__(self) -> None:
        self.contents, self.signer, self.number = NOBODY, KEYS, 0

    @property
    def package(self) -> dict:
        return packed(self.contents, DEVICE, EVENT, self.signer, TODAY)

    def happens(self, what: str, which: int) -> None:
        self.number += 1
        at = which % (len(self.contents.tickets) or 1)
        if what == "new" or not self.contents.tickets:
            self.contents = coming(self.contents, self.number)
            return
        holder, now = self.contents.tickets[at].holder, self.contents
        entries = [each for each in now.entries if each.ticket_id != holder.ticket_id]
        self.contents = {
            "in": lambda: let_in(now, holder.ticket_id),
            "undone": lambda: replace(now, entries=entries),
            "named": lambda: with_holder(now, at, name=f"Dr {self.number} Fictum"),
            "cancelled": lambda: with_holder(now, at, status=OrderStatus.CANCELLED),
            "replaced": lambda: replace(
                with_holder(now, at, code=f"{self.number:08d}"), replaced=[*now.replaced, holder.code]
            ),
            "gone": lambda: replace(now, tickets=[*now.tickets[:at], *now.tickets[at + 1 :]], entries=entries),
            "key": lambda: now,
        }[what]()
        if what == "key":
            self.signer = Signer({2: bytes([which % 256] * 32), 1: SEED})


WHAT = ["new", "new", "in", "in", "undone", "named", "cancelled", "replaced", "gone", "key"]
HAPPENS = st.tuples(st.sampled_from(WHAT), st.integers(0, 300))
ROUNDS = st.lists(st.lists(HAPPENS, max_size=12), min_size=2, max_size=8)  # between two times that the phone asks


def each_round_is_whole(page, monkeypatch, *, phases=tuple(Phase)) -> None:
    monkeypatch.setattr(leaves, "LEAST_ON_LEAF", 2)
    monkeypatch.setattr(leaves, "MOST_LEAVES", 4)

    @settings(max_examples=60, deadline=None, phases=phases)
    @given(ROUNDS)
    def holds(rounds):
        hall, marks, tolds, wholes = Hall(), "", [], []
        for happening in rounds:
            for what, which in happening:
                hall.happens(what, which)
            wholes.append(json.loads(json.dumps(hall.package)))
            tolds.append(leaves.told_since(hall.package, marks))
            marks = tolds[-1]["marks"]
        helds = page.evaluate(FOLD, json.loads(json.dumps(tolds)))
        for held, whole, told in zip(helds, wholes, tolds, strict=True):
            assert held == whole | {"now": "", "marks": told["marks"]}

    holds()


def test_r22_the_whole_is_what_was_held_and_what_has_changed_since(browser, monkeypatch):
    each_round_is_whole(open_scripts(browser), monkeypatch)


@pytest.mark.parametrize("fault", ["a mark of the records alone", "leaves that overlap", "who is in stays as it was"])
def test_a_phone_that_is_left_with_something_old_is_noticed(browser, monkeypatch, fault):
    faults = {}
    if fault == "a mark of the records alone":
        mark = leaves._mark
        monkeypatch.setattr(leaves, "_mark", lambda leaf, content: mark(leaf, content if leaf.of != "in" else ""))
    elif fault == "leaves that overlap":
        faults = {"leaves.js": ("(leaf + 1) * size", "(leaf + 1) * size + 1")}
    else:
        faults = {"leaves.js": ("told.in[leaf] ??", "")}
    page = open_scripts(browser, faults)
    with pytest.raises(AssertionError):
        each_round_is_whole(page, monkeypatch, phases=(Phase.generate,))


def a_conference(tickets: int) -> Contents:
    contents = NOBODY
    holders = [coming(NOBODY, number).tickets[0] for number in range(1, tickets + 1)]
    contents = replace(contents, tickets=holders)
    return replace(contents, entries=[let_in(NOBODY, number).entries[0] for number in range(1, tickets, 2)])


def sent(told: dict) -> int:
    """Bytes, before they are compressed on their way."""
    return len(json.dumps(told))


def test_after_one_scan_among_800_tickets_a_phone_is_sent_less_than_5000_bytes():
    before = a_conference(800)
    whole = leaves.told_since(packed(before, DEVICE, EVENT, KEYS, TODAY), "")
    after = packed(let_in(before, 402), DEVICE, EVENT, KEYS, TODAY)

    told = leaves.told_since(after, whole["marks"])

    assert sent(whole) > 250_000
    assert sent(told) < 5_000
    assert [told["parts"].keys(), told["tickets"], [*told["in"]]] == [{"lists"}, {}, [25]]


def test_a_corrected_name_sends_its_leaf_and_a_new_key_them_all():
    before = a_conference(100)
    device = DEVICE._replace(holds_names=False)
    held = leaves.told_since(packed(before, device, EVENT, KEYS, TODAY), "")["marks"]
    named = with_holder(before, 50, name="Dr Ash Right")

    corrected = leaves.told_since(packed(named, device, EVENT, KEYS, TODAY), held)
    signed = leaves.told_since(packed(before, device, EVENT, Signer({2: bytes(range(32)), 1: SEED}), TODAY), held)

    assert [corrected["parts"], [*corrected["tickets"]], corrected["in"]] == [{}, [3], {}]
    assert [{*signed["parts"]}, [*signed["tickets"]], signed["in"]] == [{"codes"}, [*range(7)], {}]


@pytest.mark.parametrize(
    "held",
    ["", "not base64!", "AAAA", "ÿ", "A" * 800],
    ids=["none", "no base64", "half a mark", "no letters", "another's"],
)
def test_a_phone_whose_marks_say_nothing_is_sent_the_whole(held):
    package = packed(a_conference(3), DEVICE, EVENT, KEYS, TODAY)

    told = leaves.told_since(package, held)

    assert told == package | {"marks": told["marks"]}


def test_what_a_phone_says_of_50_000_tickets_fits_into_a_header():
    package = {"lists": [], "tickets": [{"id": str(number), "in": []} for number in range(50_000)]}

    assert len(leaves.told_since(package, "")["marks"]) < 4_000


def test_a_phone_that_says_what_it_holds_is_sent_what_has_changed(browse, session, event, ticket):
    make.an_order(ticket.line.product, event=event)
    _, known = a_device(event)

    def asked(holds: str) -> dict:
        return browse().get("/events/england-2027/door/data", headers=known | {"Plenary-Holds": holds}).json

    before = asked("")
    ticket.organisation = "Elsewhere"
    session.commit()
    told, whole = asked(before["marks"]), asked("of another server")

    records = [leaves._without_in(each) for each in whole["tickets"]]
    assert told == {
        "now": make.NOON.isoformat(),
        "marks": whole["marks"],
        "count": 2,
        "size": 16,
        "parts": {},
        "tickets": {"0": records},
        "in": {},
    }
