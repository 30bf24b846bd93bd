"""The tables of positions, launches, press access roundtables, and what comes after."""

from policy.models.after import Comment, Coverage, DailyReach, Mention, MentionKind, Poll, PollAnswer, Reached
from policy.models.launches import Channel, Launch, LaunchAsset, RunStep
from policy.models.positions import (
    Approval,
    Evidence,
    Goal,
    Language,
    Position,
    PositionAnswer,
    PositionNation,
    PositionStatus,
    PositionText,
    Spokesperson,
)
from policy.models.press import EmbargoMove, Grant, GuestKind, Opened, Opening
from policy.models.roundtables import Invitee, InviteeStatus, NoteAction, Roundtable, RoundtablePaper, Sector

__all__ = [
    "Approval",
    "Channel",
    "Comment",
    "Coverage",
    "DailyReach",
    "EmbargoMove",
    "Evidence",
    "Goal",
    "Grant",
    "GuestKind",
    "Invitee",
    "InviteeStatus",
    "Language",
    "Launch",
    "LaunchAsset",
    "Mention",
    "MentionKind",
    "NoteAction",
    "Opened",
    "Opening",
    "Poll",
    "PollAnswer",
    "Position",
    "PositionAnswer",
    "PositionNation",
    "PositionStatus",
    "PositionText",
    "Reached",
    "Roundtable",
    "RoundtablePaper",
    "RunStep",
    "Sector",
    "Spokesperson",
]
