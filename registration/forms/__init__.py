"""What delegates and the desk fill in."""

from registration.forms.booking import (
    OrderForm,
    order_form,
)
from registration.forms.group import (
    GroupForm,
    ListFileForm,
    group_form,
)
from registration.forms.lost import (
    LostForm,
)
from registration.forms.proofs import (
    ProofForm,
    RefusalForm,
)
from registration.forms.questions import (
    begun_with,
    question_fields,
    typed_values,
)
from registration.forms.waiting import JoinForm, RemovalForm, join_form

__all__ = [
    "GroupForm",
    "JoinForm",
    "ListFileForm",
    "LostForm",
    "OrderForm",
    "ProofForm",
    "RefusalForm",
    "RemovalForm",
    "begun_with",
    "group_form",
    "join_form",
    "order_form",
    "question_fields",
    "typed_values",
]
