"""What a chair says of where they work, and of a call's prizes."""

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from abstracts.forms.desk import of_value, plain_row
from abstracts.forms.reviewers import PLACE
from abstracts.models import AskedAs, Call, Lead
from abstracts.rules import LONGEST_PLACE
from core.fields import readable

ANYBODY = ("", "Anybody")


class WorkplaceForm(FlaskForm):
    organisation = StringField(
        "Organisation",
        [DataRequired("Write where you work."), Length(max=LONGEST_PLACE)],
        filters=[readable],
        render_kw=PLACE,
    )
    second_organisation = StringField(
        "Second organisation (optional)", [Length(max=LONGEST_PLACE)], filters=[readable], render_kw=PLACE
    )


class PrizeForm(FlaskForm):
    name = StringField(
        "Name",
        [DataRequired("Name the prize."), Length(max=100, message="A name has at most 100 characters.")],
        filters=[readable],
        render_kw={"autocomplete": "off"},
    )
    lead = SelectField(
        "Led by", choices=[ANYBODY, (Lead.STUDENT.value, "A student"), (Lead.TRAINEE.value, "A trainee")], default=""
    )
    question = SelectField("Only who said yes to", choices=[("", "No question")], default="")

    def offer(self, call: Call) -> None:
        """The call's questions that are answered by a tick."""
        ticks = [each for each in call.questions if each.asked_as is AskedAs.TICK]
        self.question.choices = [("", "No question"), *((str(each.id), each.label) for each in ticks)]

    def chosen_lead(self) -> Lead | None:
        return of_value(Lead, self.lead.data)

    def question_id(self) -> int | None:
        return plain_row(self.question.data)


class WinnerForm(FlaskForm):
    winner = StringField()

    def abstract_id(self) -> int | None:
        return plain_row(self.winner.data)
