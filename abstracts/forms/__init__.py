"""What authors type, and the desk."""

# The chair's desk
from abstracts.forms.calls import CallForm, LateEntryForm, NewCallForm, PartForm, part_form
from abstracts.forms.desk import (
    ABSTRACT_ACT_WORDS,
    AbstractAct,
    AbstractSearchForm,
    MessageForm,
    RedactionForm,
    TickedAbstractsForm,
    search_for,
)

__all__ = [
    "ABSTRACT_ACT_WORDS",
    "AbstractAct",
    "AbstractSearchForm",
    "CallForm",
    "LateEntryForm",
    "MessageForm",
    "NewCallForm",
    "PartForm",
    "RedactionForm",
    "TickedAbstractsForm",
    "part_form",
    "search_for",
]
