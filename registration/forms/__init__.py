"""What delegates and the desk fill in."""

from registration.forms.booking import OrderForm, order_form
from registration.forms.lost import LostForm
from registration.forms.proofs import ProofForm, RefusalForm
from registration.forms.waiting import JoinForm, RemovalForm, join_form

__all__ = ["JoinForm", "LostForm", "OrderForm", "ProofForm", "RefusalForm", "RemovalForm", "join_form", "order_form"]
