"""What happens at which second of a launch, as the rehearsal and the run sheet tell it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.words import count
from policy.models import Launch

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Happening:
    """One thing that happens at ``at``: by itself, or because ``owner`` does it."""

    at: datetime
    words: str
    owner: str = ""
    by_itself: bool = False
    is_done: bool = False


def sequence(launch: Launch, *, members: int) -> list[Happening]:
    """The run sheet and what the program does by itself, in order; ``members`` would have the letter."""
    found = [Happening(step.at, step.words, step.owner, is_done=step.done_at is not None) for step in launch.steps]
    if launch.lifts_at is not None:
        at = launch.lifts_at
        own = (
            (at - SECOND, "For everybody who is not on the list its page does not exist"),
            (at, "The page is public, on every surface at once; no job is needed for it"),
            (at + SECOND, "The worker calls it live and owes letters to its owner, lead and champion"),
            (at + 5 * SECOND, _told(members)),
        )
        found += [Happening(each, words, by_itself=True) for each, words in own]
    return sorted(found, key=lambda each: each.at)


def _told(members: int) -> str:
    if not members:
        return "No member has agreed to news by email, so no letter goes to members"
    return f"Letters begin to go to {count(members, 'member')} who agreed to news by email"
