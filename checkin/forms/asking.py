"""What the desk asks of arrivals, no-shows and the log. Read from an address, so these need no token."""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField

from checkin.models import AdmissionList, Verdict
from checkin.rules import REASON_WORDS, Reason, ScansWanted
from core.words import day

ANY, WHOLE = ("", "Any"), ("", "The whole event")
VERDICT_WORDS = {
    Verdict.ADMITTED: "Admitted",
    Verdict.AGAIN: "Scanned before",
    Verdict.REFUSED: "Not admitted",
}


class _Asking(FlaskForm):
    class Meta:
        csrf = False

    def query(self) -> dict[str, str]:
        """What was asked for, as the parts of an address."""
        return {field.name: field.data for field in self if field.data}


class AttendanceForm(_Asking):
    """Which list, and which day of it."""

    which = SelectField("List")
    on = SelectField("Day")

    def ask(self, lists: list[AdmissionList], days: list[date], *, today: date, whole: bool = False) -> None:
        """Offer the lists and days; chosen are today, or the last day that there was, unless others are asked for."""
        self.which.choices = [(each.slug, each.name) for each in lists]
        offered = [(each.isoformat(), day(each, year=False)) for each in days]
        self.on.choices = [*([WHOLE] if whole else []), *offered]
        if self.which.data not in {slug for slug, _ in self.which.choices}:
            self.which.data = lists[0].slug
        if self.on.data not in {value for value, _ in self.on.choices}:
            gone = [each for each in days if each <= today]
            self.on.data = max(gone, default=min(days)).isoformat()

    def chosen_list(self, lists: list[AdmissionList]) -> AdmissionList:
        return next(each for each in lists if each.slug == self.which.data)

    def chosen_day(self) -> date | None:
        return date.fromisoformat(self.on.data) if self.on.data else None


class ScanSearchForm(_Asking):
    """Which scans of the log."""

    q = StringField("Name, organisation or code")
    verdict = SelectField("Answer", choices=[ANY, *((each.value, words) for each, words in VERDICT_WORDS.items())])
    reason = SelectField("Reason", choices=[ANY, *((each.value, words) for each, words in REASON_WORDS.items())])
    which = SelectField("List")

    def ask(self, lists: list[AdmissionList]) -> None:
        """Offer the lists. What is not among the choices is not asked for."""
        self.which.choices = [ANY, *((each.slug, each.name) for each in lists)]
        for field in (self.verdict, self.reason, self.which):
            if field.data not in {value for value, _ in field.choices}:
                field.data = ""

    def wanted(self) -> ScansWanted:
        return ScansWanted(
            words=(self.q.data or "")[:100],
            verdict=Verdict(self.verdict.data) if self.verdict.data else None,
            reason=Reason(self.reason.data) if self.reason.data else None,
            list_name=self.which.data or "",
        )
