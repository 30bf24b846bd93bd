"""What delegates and the desk fill in."""

from registration.forms.booking import (
    OrderForm,
    order_form,
)
from registration.forms.desk_order import (
    DeskOrderForm,
    desk_order_form,
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

__all__ = [
    "DeskOrderForm",
    "GroupForm",
    "ListFileForm",
    "LostForm",
    "OrderForm",
    "ProofForm",
    "RefusalForm",
    "begun_with",
    "desk_order_form",
    "group_form",
    "order_form",
    "question_fields",
    "typed_values",
]
