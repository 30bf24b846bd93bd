"""The tables of positions, launches, press access and what comes after."""

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
from policy.models.press import AccessAct, AccessStep, EmbargoMove, Grant, GuestKind, Opened, Opening

__all__ = [
    "AccessAct",
    "AccessStep",
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
    "Language",
    "Launch",
    "LaunchAsset",
    "Mention",
    "MentionKind",
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
    "RunStep",
    "Spokesperson",
]
