"""What is typed at the desk."""

from office.forms.desk import DutyForm, JoiningPackForm, MergeForm, PeopleSearchForm, RefundForm
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

__all__ = [
    "ACT_WORDS",
    "NEEDS_WORDS",
    "Act",
    "DutyForm",
    "JoiningPackForm",
    "MergeForm",
    "NoteForm",
    "OrderSearchForm",
    "PeopleSearchForm",
    "ReasonForm",
    "RefundForm",
    "TickedForm",
    "ViewForm",
    "search_in",
]
