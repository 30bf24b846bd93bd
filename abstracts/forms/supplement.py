"""The supplement as the desk types it, and looking for abstracts in a book."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from abstracts.models import CallCategory, Supplement
from abstracts.rules.printing import SupplementSettings, check_supplement, doi_of
from core.fields import Obeys, in_paragraphs, readable, trimmed

MOST_LINES = 200_000


class SupplementForm(FlaskForm):
    journal = StringField("Journal (optional)", [Length(max=120)], filters=[readable])
    issn = StringField(
        "ISSN (optional)",
        [Length(max=9), Obeys(lambda typed: check_supplement(SupplementSettings(issn=typed)))],
        filters=[trimmed],
        description="Like 2398-631X",
    )
    year = IntegerField("Year (optional)", [Optional(), NumberRange(1900, 2999, "Write a year, like 2027.")])
    volume = StringField("Volume (optional)", [Length(max=20)], filters=[readable])
    issue = StringField("Issue (optional)", [Length(max=40)], filters=[readable], description="Like Suppl 1")

    def show(self, supplement: Supplement) -> None:
        if not self.is_submitted():
            self.process(obj=supplement)

    def settings(self) -> SupplementSettings:
        words = {name: self[name].data or "" for name in ("journal", "issn", "volume", "issue")}
        return SupplementSettings(**words, year=self.year.data)


class DoisForm(FlaskForm):
    lines = TextAreaField(
        "Numbers and DOIs",
        [DataRequired("Paste the journal’s lines here."), Length(max=MOST_LINES)],
        description="One abstract on each line: its number, a comma, its DOI",
        render_kw={"rows": 6, "spellcheck": "false"},
    )


class EntryForm(FlaskForm):
    doi = StringField(
        "DOI (optional)", [Length(max=300), Obeys(doi_of)], filters=[trimmed], render_kw={"spellcheck": "false"}
    )
    prize = StringField(
        "Prize (optional)", [Length(max=80)], filters=[readable], description="Like Best poster by a trainee"
    )


class RetractionForm(FlaskForm):
    notice = TextAreaField(
        "Notice",
        [DataRequired("Write what readers are told."), Length(max=2000)],
        filters=[in_paragraphs],
        description="Who retracts it, when and why. It stands in the book in place of the text",
        render_kw={"rows": 4},
    )


class BookSearchForm(FlaskForm):
    """A search is a GET: its address can be kept. What is not known is not looked for."""

    class Meta:
        csrf = False

    q = StringField("Title, keyword or author", [Length(max=100)], filters=[trimmed])
    category = SelectField("Category", choices=[("", "All")], default="", validate_choice=False)

    def offer(self, categories: list[CallCategory]) -> None:
        self.category.choices = [("", "All"), *((str(each.id), each.name) for each in categories)]

    def wanted(self, categories: list[CallCategory]) -> dict:
        """What to look for; a category that is none of these is not looked for."""
        known = {str(each.id): each.id for each in categories}
        return {"words": (self.q.data or "")[:100], "category_id": known.get(self.category.data or "")}
