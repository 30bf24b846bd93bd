import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from checkin.models import MAIN_LIST, Verdict
from checkin.rules import DeviceSays, Reading, Reason, Told
from core.fields import readable

LONGEST_TEXT = 4096
LONGEST_KEY = 50
LONGEST_DEVICE = 100
LONGEST_LIST = 60
LONGEST_WORDS = 300
LARGEST_COUNTER = 2**31 - 1
MOST_SCANS = 200
_DIRECTIONS = {"in": False, "out": True}


class ScanForm(FlaskForm):
    """One reading. The hidden key is the page's own, so that a scan sent twice is known for one."""

    code = StringField(
        "Code",
        [InputRequired("Scan a ticket, or type the eight letters under its QR."), Length(max=LONGEST_TEXT)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    place = StringField("Which door is this?", [Length(max=60)], filters=[readable], render_kw={"autocomplete": "off"})
    key = HiddenField(validators=[InputRequired("Load this page again."), Length(max=LONGEST_KEY)])
    which = StringField("For which list?", [Length(max=LONGEST_LIST)])
    out = BooleanField("Scan people out")
    undo_of = HiddenField(validators=[Length(max=LONGEST_KEY)])
    decides = HiddenField()
    by_hand = StringField(
        "Why you let them in",
        [Length(max=LONGEST_WORDS)],
        filters=[readable],
        render_kw={"autocomplete": "off"},
    )

    def validate_by_hand(self, field) -> None:
        if self.decides.data and not field.data:
            raise ValidationError("Write why you let them in.")

    def scanned(self) -> Reading:
        return Reading(
            self.key.data,
            self.code.data or "",
            self.which.data or MAIN_LIST,
            is_exit=self.out.data,
            undo_of=self.undo_of.data or None,
            by_hand=(self.by_hand.data or "") if self.decides.data else "",
        )


@dataclass(frozen=True)
class Batch:
    """What a device sent in one go: its scans, how many wait there still, and what its clock said as it sent them."""

    readings: list[Reading]
    unsent: int | None = None
    sent_at: datetime | None = None


def batch_in(body: bytes, opened: Callable[[Any], Any]) -> Batch | None:
    """The scans of a batch as a device sends them, bad ones marked as such; None if it is no batch at all.

    ``opened`` makes a scan of what a device has sealed. What it says of itself and makes no sense is not believed.
    """
    try:
        batch = json.loads(body)
    except (ValueError, RecursionError):
        return None
    scans = batch.get("scans") if isinstance(batch, dict) else None
    if not isinstance(scans, list) or len(scans) > MOST_SCANS:
        return None
    return Batch(
        [_reading(opened(scan)) for scan in scans],
        _believed(_count, batch.get("unsent")),
        _believed(_moment, batch.get("sent_at")),
    )


def _believed(reader: Callable[[Any], Any], said: Any) -> Any:
    try:
        return reader(said)
    except ValueError:
        return None


def _reading(scan: Any) -> Reading:
    key = scan.get("key") if isinstance(scan, dict) else None
    if not (isinstance(key, str) and 0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        return Reading(None, "", is_malformed=True)
    try:
        says = DeviceSays(
            None if scan.get("device") is None else _text(scan["device"], LONGEST_DEVICE),
            None if scan.get("counter") is None else _count(scan["counter"]),
            None if scan.get("scanned_at") is None else _moment(scan["scanned_at"]),
        )
        return Reading(
            key,
            _text(scan["code"], LONGEST_TEXT),
            MAIN_LIST if scan.get("list") is None else _text(scan["list"], LONGEST_LIST),
            says,
            is_exit=_DIRECTIONS[scan.get("direction", "in")],
            undo_of=None if scan.get("undo_of") is None else _text(scan["undo_of"], LONGEST_KEY),
            by_hand=_text(scan.get("by_hand") or "", LONGEST_WORDS),
            told=None if scan.get("verdict") is None else _told(scan, says),
        )
    except (KeyError, ValueError, TypeError):
        return Reading(key, json.dumps(scan)[:LONGEST_TEXT], is_malformed=True)


def _told(scan: dict, says: DeviceSays) -> Told:
    """What the phone decided alone; ValueError without both times, or in words that are not the door's."""
    if says.read_at is None:
        raise ValueError(scan)
    return Told(Verdict(scan["verdict"]), Reason(scan.get("reason") or ""), says.read_at, _moment(scan["data_at"]))


def _text(given: Any, longest: int) -> str:
    if not isinstance(given, str) or len(given) > longest or "\0" in given:
        raise ValueError(given)
    given.encode()  # half of a pair of surrogates is no text
    return given


def _count(given: Any) -> int:
    if type(given) is not int or not 0 <= given <= LARGEST_COUNTER:
        raise ValueError(given)
    return given


def _moment(given: Any) -> datetime:
    """Any moment with its zone, however wrong the clock; a time without a zone is no moment."""
    moment = datetime.fromisoformat(_text(given, LONGEST_DEVICE))
    if moment.tzinfo is None or not 2 <= moment.year <= 9998:
        raise ValueError(given)
    return moment
