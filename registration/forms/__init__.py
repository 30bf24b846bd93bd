"""What delegates and the desk fill in."""

from registration.forms.booking import OrderForm, order_form
from registration.forms.lost import LostForm
from registration.forms.proofs import ProofForm, RefusalForm

__all__ = ["LostForm", "OrderForm", "ProofForm", "RefusalForm", "order_form"]
