"""What is typed at the desk."""

from office.forms.desk import DutyForm, JoiningPackForm, MergeForm, PeopleSearchForm, RefundForm
from office.forms.events import EventForm, ShownForm, event_form
from office.forms.exhibitors import ChangedExhibitorForm, ExhibitorForm, ExhibitorPersonForm
from office.forms.orders import (
    ACT_WORDS,
    NEEDS_WORDS,
    Act,
    NoteForm,
    OrderSearchForm,
    ReasonForm,
    TickedForm,
    ViewForm,
    search_in,
)
from office.forms.presenters import (
    TAKES,
    AnswerForm,
    BoardForm,
    DatesForm,
    OfferForm,
    PresenterForm,
    PresentingForm,
    StandingForm,
    TicketForm,
    moment_of,
    shown,
)
from office.forms.regional import RegionalForm, regional_form

__all__ = [
    "ACT_WORDS",
    "NEEDS_WORDS",
    "TAKES",
    "Act",
    "AnswerForm",
    "BoardForm",
    "ChangedExhibitorForm",
    "DatesForm",
    "DutyForm",
    "EventForm",
    "ExhibitorForm",
    "ExhibitorPersonForm",
    "JoiningPackForm",
    "MergeForm",
    "NoteForm",
    "OfferForm",
    "OrderSearchForm",
    "PeopleSearchForm",
    "PresenterForm",
    "PresentingForm",
    "ReasonForm",
    "RefundForm",
    "RegionalForm",
    "ShownForm",
    "StandingForm",
    "TickedForm",
    "TicketForm",
    "ViewForm",
    "event_form",
    "moment_of",
    "regional_form",
    "search_in",
    "shown",
]
