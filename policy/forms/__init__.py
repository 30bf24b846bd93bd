"""What is typed about positions, launches and roundtables."""

from policy.forms.roundtables import (
    AnswerForm,
    InviteesForm,
    NoteForm,
    RoundtableForm,
    RoundtablePaperForm,
    SeatsForm,
    WaveForm,
)

__all__ = [
    "AnswerForm",
    "InviteesForm",
    "NoteForm",
    "RoundtableForm",
    "RoundtablePaperForm",
    "SeatsForm",
    "WaveForm",
]
