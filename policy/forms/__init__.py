"""What is typed at the desk of positions, and by those who read them early."""

from policy.forms.press import (
    AcceptForm,
    BreachForm,
    ExpiryForm,
    GuestForm,
    GuestListForm,
    RevokeForm,
    TermsForm,
)

__all__ = [
    "AcceptForm",
    "BreachForm",
    "ExpiryForm",
    "GuestForm",
    "GuestListForm",
    "RevokeForm",
    "TermsForm",
]
