"""A practice abstract as its chair writes it, and as reviewers score it."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from abstracts.forms.reviewing import Scaled, scales
from abstracts.forms.writing import TOO_LONG, VersionedForm
from abstracts.models import Rubric, TrainingAbstract
from core.fields import in_paragraphs, trimmed


class TrainingForm(VersionedForm):
    """A new one has version 0."""

    title = StringField(
        "Title",
        [DataRequired("Write a title."), Length(max=200, message="A title has at most 200 characters.")],
        filters=[trimmed],
        render_kw={"dir": "auto", "autocomplete": "off"},
    )
    words = TextAreaField(
        "What reviewers read",
        [DataRequired("Write what reviewers read."), TOO_LONG],
        filters=[in_paragraphs],
        description="Its sections one after the other, and nobody’s name.",
        render_kw={"rows": 10, "dir": "auto", "autocomplete": "off"},
    )


class PracticeForm(Scaled, FlaskForm):
    pass


def training_form(training: TrainingAbstract | None = None, **given) -> TrainingForm:
    if training is None:
        return TrainingForm(version=0, **given)
    return TrainingForm(version=training.version, title=training.title, words=training.words, **given)


def practice_form(rubric: Rubric) -> PracticeForm:
    form = type("PracticeOfCallForm", (PracticeForm,), scales(rubric))()
    form.rubric = rubric
    return form
