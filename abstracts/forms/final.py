"""The final version: a title, and a box for each heading."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import TextAreaField

from abstracts.forms.writing import TOO_LONG, long_text
from abstracts.models import CallHeading
from abstracts.rules import NotComplete, heading_field
from core.fields import readable


class FinalForm(FlaskForm):
    title = TextAreaField("Title", [TOO_LONG], filters=[readable], render_kw={"rows": 2, "dir": "auto"})
    headings: Sequence[CallHeading] = ()

    def sections(self) -> dict[int, str]:
        """What was typed, by the ids of headings."""
        return {each.id: self[heading_field(each.id)].data or "" for each in self.headings}

    def show_lacks(self, refusal: NotComplete) -> None:
        """Say at each field what is wrong with it; of the whole, at the title."""
        fields = {each.name: each for each in self}
        for lack in refusal.lacks:
            field = fields.get(lack.field, self.title)
            field.errors = [*field.errors, lack.words]


def final_form(headings: Sequence[CallHeading], title: str, words: dict[int, str], **given) -> FinalForm:
    """The form, beginning with these words. With ``formdata=None`` it looks at nothing else."""
    boxes = {heading_field(each.id): long_text(each.name, rows=6, description=each.hint) for each in headings}
    began = {heading_field(each.id): words.get(each.id, "") for each in headings}
    form = type("FinalOfCallForm", (FinalForm,), boxes)(title=title, **began, **given)
    form.headings = headings
    return form
