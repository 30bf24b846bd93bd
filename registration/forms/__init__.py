"""What delegates and the desk fill in."""

from registration.forms.booking import OrderForm, order_form
from registration.forms.booking_codes import ChangeCodeForm, CodeForm, CodeSearchForm
from registration.forms.lost import LostForm
from registration.forms.matrix import CopyForm, MatrixForm, PeriodForm
from registration.forms.products import AddOnsForm, ProductForm, QuotaForm
from registration.forms.proofs import ProofForm, RefusalForm

__all__ = [
    "AddOnsForm",
    "ChangeCodeForm",
    "CodeForm",
    "CodeSearchForm",
    "CopyForm",
    "LostForm",
    "MatrixForm",
    "OrderForm",
    "PeriodForm",
    "ProductForm",
    "ProofForm",
    "QuotaForm",
    "RefusalForm",
    "order_form",
]
