"""The text of an abstract: title, category, headings, keywords."""

import re
from collections.abc import Sequence

from wtforms import RadioField, TextAreaField

from abstracts.forms.writing import TOO_LONG, VersionedForm, long_text
from abstracts.models import Abstract, Call, CallHeading, Preference
from abstracts.rules import Wording, heading_field
from core.fields import in_paragraphs, readable

PREFERENCES = [
    (Preference.ORAL_OR_POSTER.value, "As a talk or a poster"),
    (Preference.POSTER.value, "As a poster only"),
]
PARTED = re.compile(r"[,;\n]")


class WordingForm(VersionedForm):
    """Whatever is there is kept, however little or much: limits are asked on submission."""

    # A box of two lines, so that a long title is seen whole on a phone; it is one line all the same.
    title = TextAreaField(
        "Title", [TOO_LONG], filters=[readable], render_kw={"rows": 2, "dir": "auto", "autocomplete": "off"}
    )
    category = RadioField("Category", coerce=str, validate_choice=False)
    preference = RadioField("How would you like to present it?", choices=PREFERENCES, validate_choice=False)
    keywords = TextAreaField(
        "Keywords",
        [TOO_LONG],
        filters=[in_paragraphs],
        render_kw={"rows": 3, "dir": "auto", "autocomplete": "off"},
    )
    headings: Sequence[CallHeading] = ()

    def wording(self) -> Wording:
        """What was typed, with its types; a category or a preference that is not offered is none."""
        chosen = {value for value, _ in self.category.choices}
        category = self.category.data if self.category.data in chosen else None
        wished = self.preference.data if self.preference else None
        preference = wished if wished in {each.value for each in Preference} else None
        return Wording(
            title=self.title.data or "",
            category_id=int(category) if category else None,
            preference=Preference(preference) if preference else None,
            keywords=keywords_of(self.keywords.data or ""),
            sections={each.id: self[heading_field(each.id)].data or "" for each in self.headings},
        )


def keywords_of(typed: str) -> tuple[str, ...]:
    """The keywords, each once, as they were parted by commas, semicolons or line breaks."""
    found = (readable(each) or "" for each in PARTED.split(typed))
    return tuple(dict.fromkeys(each for each in found if each))


def wording_form(abstract: Abstract, **given) -> WordingForm:
    """The form with a box for each heading of the call, beginning with what is saved.

    With ``formdata=None`` it looks at nothing else.
    """
    call = abstract.call
    written = {each.heading_id: each.words for each in abstract.sections}
    # One that was retired stays for whoever has written something there.
    headings = [each for each in call.headings if not each.is_retired or written.get(each.id)]
    boxes = {heading_field(each.id): long_text(each.name, rows=6, description=each.hint) for each in headings}
    form = type("WordingOfCallForm", (WordingForm,), boxes)(
        version=abstract.version,
        title=abstract.title,
        category=str(abstract.category_id or ""),
        preference=abstract.preference.value if abstract.preference else "",
        keywords=abstract.keywords,
        **{heading_field(each.id): written.get(each.id, "") for each in headings},
        **given,
    )
    form.headings = headings
    form.category.choices = _categories(call, abstract.category_id)
    if not (call.offers_oral and call.offers_poster):
        del form.preference
    return form


def _categories(call: Call, chosen_id: int | None) -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in call.categories if not each.is_retired or each.id == chosen_id]
