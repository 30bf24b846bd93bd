"""What a launch lacks before it may be scheduled (domain rule 52)."""

from datetime import datetime

from core.errors import Refusal
from members.models import Nation
from policy.models import Channel, Language, Launch, PositionStatus, PositionText

FEWEST_KEY_LINES, MOST_KEY_LINES = 3, 5
# What the public reads of a launch; the press notice and the slide go to named people.
PUBLIC_CHANNELS = frozenset({Channel.WEB_SUMMARY, Channel.SOCIAL_TEXT, Channel.MEMBER_LETTER})
PROMISED = frozenset({PositionStatus.APPROVED, PositionStatus.SCHEDULED})


class NotReady(Refusal):
    pass


class WrongInstant(Refusal):
    pass


def lacks(launch: Launch) -> list[str]:
    """What still keeps the launch from being scheduled, a sentence each; empty if nothing does."""
    position = launch.position
    english = position.text_in(Language.ENGLISH, position.version)
    lines = english.lines if english else []
    found = [
        (launch.nation is None, "Choose the nation."),
        (launch.lead_id is None, "Name the regional lead."),
        (launch.champion_id is None, "Name the champion, a senior fellow."),
        (english is None or not english.frame, "Write the sentence that frames it."),
        (
            not FEWEST_KEY_LINES <= len(lines) <= MOST_KEY_LINES,
            f"Write {FEWEST_KEY_LINES} to {MOST_KEY_LINES} key lines; there are {len(lines)}.",
        ),
        (not position.spokespeople, "Name at least one spokesperson."),
        (launch.lifts_at is None, "Set the moment when the embargo lifts."),
        (position.status not in PROMISED, "Have it approved by everybody who is asked to."),
    ]
    found += [
        (True, f"Add the {channel.value}.") for channel in Channel if not _has_asset(launch, channel, Language.ENGLISH)
    ]
    if launch.nation is Nation.WALES and not launch.welsh_reason:
        found += [(True, f"{words} in Welsh, or say why there is none.") for words in welsh_missing(launch)]
    return [words for is_missing, words in found if is_missing]


def welsh_missing(launch: Launch) -> list[str]:
    """The Welsh texts that the public would look for and not find: a few words each."""
    position = launch.position
    welsh = position.text_in(Language.WELSH, position.version)
    missing = [] if is_whole(welsh) else ["Write the title, frame, key lines and summary"]
    return missing + [
        f"Add the {channel.value}"
        for channel in Channel
        if channel in PUBLIC_CHANNELS and not _has_asset(launch, channel, Language.WELSH)
    ]


def is_whole(text: PositionText | None) -> bool:
    """True if a reader in that language finds all that stands in front of the full paper."""
    return text is not None and bool(text.title and text.frame and text.lines and text.summary)


def check_may_schedule(launch: Launch, now: datetime) -> None:
    """Raise NotReady with all that is lacking, or WrongInstant if the instant is already past."""
    if missing := lacks(launch):
        raise NotReady(f"This launch cannot be scheduled yet. {' '.join(missing)}")
    check_instant(launch.lifts_at, now)


def check_stays_ready(launch: Launch) -> None:
    """Raise NotReady if what was just changed leaves a scheduled launch without something it was scheduled with."""
    if launch.position.status is PositionStatus.SCHEDULED and (missing := lacks(launch)):
        words = " ".join(missing)
        raise NotReady(f"It is scheduled, and would lack something. {words} Or take it off the schedule first.")


def check_instant(lifts_at: datetime | None, now: datetime) -> None:
    """Raise WrongInstant unless the embargo would lift later than now."""
    if lifts_at is None or lifts_at <= now:
        raise WrongInstant("That moment is past. Choose a later one; to publish at once there is an action of its own.")


def _has_asset(launch: Launch, channel: Channel, language: Language) -> bool:
    return any((each.channel, each.language) == (channel, language) for each in launch.assets)
