"""What authors type, and the desk."""

from abstracts.forms.authors import AuthorForm, PressForm

__all__ = [
    "AuthorForm",
    "PressForm",
]
