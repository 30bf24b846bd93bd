"""What delegates and the desk fill in."""

from registration.forms.booking import OrderForm, order_form
from registration.forms.lost import LostForm
from registration.forms.proofs import ProofForm, RefusalForm
from registration.forms.questions import begun_with, question_fields, typed_values

__all__ = [
    "LostForm",
    "OrderForm",
    "ProofForm",
    "RefusalForm",
    "begun_with",
    "order_form",
    "question_fields",
    "typed_values",
]
