"""Positions and launches for tests. Each saves one valid thing; a test names only what it is about."""

from datetime import timedelta
from itertools import count

from events.models import Event
from members.models import Nation
from policy.models import (
    Channel,
    Goal,
    Language,
    Launch,
    LaunchAsset,
    Position,
    PositionNation,
    PositionStatus,
    PositionText,
    Spokesperson,
)
from tests import factories as make

_number = count(1)


def a_position(*, title: str = "Time to lead", body: str = "Hours are needed.", **changes) -> Position:
    """A draft in English that lacks nothing but approval, and nobody's launch."""
    n = next(_number)
    owner_id = changes.pop("owner_id", None) or make.a_person().id
    words = {
        "title": title,
        "frame": "A frame.",
        "key_lines": "One.\nTwo.\nThree.",
        "summary": "In short.",
        "body": body,
    }
    texts = [PositionText(version=1, language=Language.ENGLISH, saved_at=make.NOON, **words)]
    given = {"slug": f"position-{n}", "goal": Goal.TIME, "owner_id": owner_id, "created_at": make.NOON, "texts": texts}
    given |= {
        "spokespeople": [Spokesperson(name="Dr Sage Hypothet")],
        "nations": [PositionNation(nation=Nation.SCOTLAND)],
    }
    return make.saved(Position(**given | changes))


def a_launch(*, event: Event | None = None, position: Position | None = None, **changes) -> Launch:
    """A launch that lacks nothing: every asset is there in English; an hour is left to go."""
    position = position or a_position()
    assets = [
        LaunchAsset(channel=channel, language=Language.ENGLISH, words=f"The {channel.value}.", saved_at=make.NOON)
        for channel in Channel
    ]
    given = {
        "position_id": position.id,
        "event_id": (event or make.an_event()).id,
        "nation": Nation.SCOTLAND,
        "lead_id": make.a_person().id,
        "champion_id": make.a_person().id,
        "lifts_at": make.NOON + timedelta(hours=1),
        "terms": "Nothing before the embargo lifts.",
        "assets": assets,
    }
    return make.saved(Launch(**given | changes))


def a_scheduled_launch(**changes) -> Launch:
    """A launch that waits for its instant, of a position whose first version is approved."""
    launch = a_launch(scheduled_at=make.NOON, **changes)
    launch.position.status, launch.position.public_version = PositionStatus.SCHEDULED, 1
    return make.saved(launch)
