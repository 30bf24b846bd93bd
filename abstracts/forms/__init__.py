"""What authors type, and the desk."""

from abstracts.forms.authors import AuthorForm, PressForm
from abstracts.forms.exhibits import ExhibitForm, exhibit_forms, read_exhibit
from abstracts.forms.statements import StatementsForm, statements_form
from abstracts.forms.submitting import LateCodeForm, SubmitForm
from abstracts.forms.wording import WordingForm, wording_form
from abstracts.forms.writing import differences

__all__ = [
    "AuthorForm",
    "ExhibitForm",
    "LateCodeForm",
    "PressForm",
    "StatementsForm",
    "SubmitForm",
    "WordingForm",
    "differences",
    "exhibit_forms",
    "read_exhibit",
    "statements_form",
    "wording_form",
]
