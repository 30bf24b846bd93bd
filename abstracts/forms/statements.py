"""What an author declares: ethics, consent, interests, funding, the licence, and what the call asks besides."""

from collections.abc import Sequence

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.core import UnboundField

from abstracts.forms.writing import TOO_LONG, VersionedForm, long_text
from abstracts.models import Abstract, AskedAs, CallQuestion, Ethics, Lead, PatientConsent
from abstracts.rules import Statements, answer_field
from core.fields import readable
from members.models import Nation

ETHICS = [
    (Ethics.APPROVED.value, "A committee approved it"),
    (Ethics.NOT_NEEDED.value, "It needed no approval"),
]
CONSENT = [
    (PatientConsent.GIVEN.value, "Every patient who could be known from it agreed"),
    (PatientConsent.NOT_NEEDED.value, "No patient could be known from it"),
]
LEADS = [
    (Lead.STUDENT.value, "A student"),
    (Lead.TRAINEE.value, "A doctor in training, or a trainee of another profession"),
    (Lead.NEITHER.value, "Neither"),
]
NATIONS = [("", "Choose…"), *((each.value, each.value.title()) for each in Nation if each is not Nation.ELSEWHERE)]
NATIONS.append((Nation.ELSEWHERE.value, "Outside the United Kingdom"))
YES = "yes"


class StatementsForm(VersionedForm):
    """Whatever is there is kept, and nothing must be: what is lacking is asked for on submission."""

    ethics = RadioField("Ethics approval", choices=ETHICS, validate_choice=False)
    ethics_reference = StringField(
        "Its reference (optional)", [TOO_LONG], filters=[readable], render_kw={"dir": "auto", "autocomplete": "off"}
    )
    consent = RadioField("Patients’ consent", choices=CONSENT, validate_choice=False)
    conflicts = long_text("Interests that may seem to conflict", rows=4)
    funding = long_text("Funding (optional)", rows=3)
    lead = RadioField("Who led the work?", choices=LEADS, validate_choice=False)
    nation = SelectField("Where was the work done?", choices=NATIONS, validate_choice=False)
    licence = BooleanField("All authors agree to this licence")
    questions: Sequence[CallQuestion] = ()

    def statements(self) -> Statements:
        """What was declared, with its types; what is not among the choices is nothing."""
        return Statements(
            ethics=_one_of(Ethics, self.ethics.data),
            ethics_reference=self.ethics_reference.data or "",
            consent=_one_of(PatientConsent, self.consent.data),
            conflicts=self.conflicts.data or "",
            funding=self.funding.data or "",
            lead=_one_of(Lead, self.lead.data),
            nation=_one_of(Nation, self.nation.data),
            agrees_to_licence=bool(self.licence and self.licence.data),
            answers={each.id: self._answer(each) for each in self.questions},
        )

    def _answer(self, question: CallQuestion) -> str:
        typed = self[answer_field(question.id)].data
        if question.asked_as is AskedAs.TICK:
            return YES if typed else ""
        if question.asked_as is AskedAs.CHOICE and typed not in question.choices:
            return ""
        return typed or ""


def statements_form(abstract: Abstract, **given) -> StatementsForm:
    """The form with a field for each question of the call, beginning with what is saved.

    With ``formdata=None`` it looks at nothing else.
    """
    said = {each.question_id: each.value for each in abstract.answers}
    questions = [each for each in abstract.call.questions if not each.is_retired or said.get(each.id)]
    fields = {answer_field(each.id): _field(each) for each in questions}
    form = type("StatementsOfCallForm", (StatementsForm,), fields)(
        version=abstract.version,
        ethics=abstract.ethics.value if abstract.ethics else "",
        ethics_reference=abstract.ethics_reference,
        consent=abstract.consent.value if abstract.consent else "",
        conflicts=abstract.conflicts,
        funding=abstract.funding,
        lead=abstract.lead.value if abstract.lead else "",
        nation=abstract.nation.value if abstract.nation else "",
        licence=abstract.licence_agreed_at is not None,
        **{answer_field(each.id): said.get(each.id, "") for each in questions},
        **given,
    )
    form.questions = questions
    if not abstract.call.licence:
        del form.licence
    return form


def _field(question: CallQuestion) -> UnboundField:
    label = question.label if question.is_required else f"{question.label} (optional)"
    if question.asked_as is AskedAs.TICK:
        return BooleanField(question.label, description=question.hint)
    if question.asked_as is AskedAs.CHOICE:
        none = [] if question.is_required else [("", "No answer")]
        choices = [*none, *((each, each) for each in question.choices)]
        return RadioField(label, choices=choices, description=question.hint, validate_choice=False)
    return long_text(label, rows=3, description=question.hint)


def _one_of(kind, typed: str | None):
    return kind(typed) if typed in {each.value for each in kind} else None
