"""What a chair chooses on the board, and writes into the letters."""

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from abstracts.forms.writing import long_text
from abstracts.models import Decision
from core.fields import trimmed

DECISION_WORDS = {
    Decision.ORAL: "Talk",
    Decision.POSTER: "Poster",
    Decision.WAITLISTED: "Waiting list",
    Decision.DECLINED: "Decline",
}


class DecisionForm(FlaskForm):
    decision = SelectField(
        "Decision", choices=[("", "Not decided"), *((each.value, words) for each, words in DECISION_WORDS.items())]
    )

    def chosen(self) -> Decision | None:
        return Decision(self.decision.data) if self.decision.data else None


class DecisionLetterForm(FlaskForm):
    subject = StringField(
        "Subject",
        [InputRequired("Write a subject."), Length(max=150, message="A subject has at most 150 characters.")],
        filters=[trimmed],
    )
    words = long_text("Letter", rows=10)
