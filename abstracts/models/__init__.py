"""The tables of calls for abstracts and of what was sent to them."""

from abstracts.models.abstracts import (
    Abstract,
    AbstractAnswer,
    AbstractFile,
    AbstractStatus,
    Agreement,
    Author,
    Decision,
    Ethics,
    Exhibit,
    Lead,
    PatientConsent,
    Preference,
    Section,
)
from abstracts.models.calls import AskedAs, Call, CallCategory, CallHeading, CallQuestion, Editing, LateEntry
from abstracts.models.guard import Finding, Flagged, Likeness, Message, Redaction

__all__ = [
    "Abstract",
    "AbstractAnswer",
    "AbstractFile",
    "AbstractStatus",
    "Agreement",
    "AskedAs",
    "Author",
    "Call",
    "CallCategory",
    "CallHeading",
    "CallQuestion",
    "Decision",
    "Editing",
    "Ethics",
    "Exhibit",
    "Finding",
    "Flagged",
    "LateEntry",
    "Lead",
    "Likeness",
    "Message",
    "PatientConsent",
    "Preference",
    "Redaction",
    "Section",
]
