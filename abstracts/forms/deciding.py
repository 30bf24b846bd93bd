"""What a chair looks for and chooses on the board, and writes into the letters."""

from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from abstracts.forms.desk import of_value, plain_row
from abstracts.forms.writing import long_text
from abstracts.models import Call, Decision
from abstracts.rules.board import BoardFlag, BoardOrder, BoardWanted
from core.fields import trimmed

DECISION_WORDS = {
    Decision.ORAL: "Talk",
    Decision.POSTER: "Poster",
    Decision.WAITLISTED: "Waiting list",
    Decision.DECLINED: "Decline",
}
ALL = ("", "All")
UNDECIDED = "undecided"
CHOICES = [("", "Not decided"), *((each.value, words) for each, words in DECISION_WORDS.items())]
BOARD_FLAG_WORDS = {
    BoardFlag.NEAR: "Near a line",
    BoardFlag.WIDE: "Scores differ widely",
    BoardFlag.TIED: "Placed by a tie rule",
    BoardFlag.FEW: "Too few reviews",
    BoardFlag.UNJUDGED: "Points not judged",
    BoardFlag.CONCERN: "A reviewer is concerned",
}
ORDER_WORDS = {
    BoardOrder.RANK: "Rank",
    BoardOrder.ADJUSTED: "Mean if all were equally strict",
    BoardOrder.SPREAD: "How far scores differ",
}


class BoardForm(FlaskForm):
    """Which lines of the board, and in what order: a GET, whose address can be kept. What is not known is not asked."""

    class Meta:
        csrf = False

    category = SelectField("Category", choices=[ALL], default="", validate_choice=False)
    decision = SelectField(
        "Decision", choices=[ALL, (UNDECIDED, "Not decided"), *CHOICES[1:]], default="", validate_choice=False
    )
    flag = SelectField(
        "To look at",
        choices=[ALL, *((each.value, words) for each, words in BOARD_FLAG_WORDS.items())],
        default="",
        validate_choice=False,
    )
    order = SelectField(
        "In the order of",
        choices=[(each.value, words) for each, words in ORDER_WORDS.items()],
        default=BoardOrder.RANK.value,
        validate_choice=False,
    )

    def offer(self, call: Call) -> None:
        """The call's categories."""
        self.category.choices = [ALL, *((str(each.id), each.name) for each in call.categories)]

    def wanted(self) -> BoardWanted:
        decision = of_value(Decision, self.decision.data)
        return BoardWanted(
            category_id=plain_row(self.category.data),
            by_decision=decision is not None or self.decision.data == UNDECIDED,
            decision=decision,
            flag=of_value(BoardFlag, self.flag.data),
            order=of_value(BoardOrder, self.order.data) or BoardOrder.RANK,
        )

    def query(self) -> dict[str, str]:
        """What the address says after the question mark; empty for the whole board by rank."""
        wanted = self.wanted()
        said = {
            "category": str(wanted.category_id or ""),
            "decision": wanted.decision.value if wanted.decision else UNDECIDED if wanted.by_decision else "",
            "flag": wanted.flag.value if wanted.flag else "",
            "order": "" if wanted.order is BoardOrder.RANK else wanted.order.value,
        }
        return {name: value for name, value in said.items() if value}


class DecisionForm(FlaskForm):
    decision = SelectField("Decision", choices=CHOICES)

    def chosen(self) -> Decision | None:
        return Decision(self.decision.data) if self.decision.data else None


class TickedDecisionForm(DecisionForm):
    """One decision for all the abstracts that are ticked on the board."""

    abstract = SelectMultipleField(choices=[], validate_choice=False)

    def ids(self) -> list[int]:
        """What is ticked, each once, without what is no number."""
        found = (plain_row(each) for each in self.abstract.data or ())
        return list(dict.fromkeys(each for each in found if each))


class DecisionLetterForm(FlaskForm):
    subject = StringField(
        "Subject",
        [InputRequired("Write a subject."), Length(max=150, message="A subject has at most 150 characters.")],
        filters=[trimmed],
    )
    words = long_text("Letter", rows=10)
