"""What people may be told, in the words that they agreed to."""

from collections.abc import Set

from people.models import (
    Answer,
    Channel,
    Purpose,
)

Subject = tuple[Purpose, Channel]


# What is agreed to, in the words that are stored with the answer. Other words, another version.
CONSENT_VERSION = "2026-11"


CONSENT_WORDS = {
    (Purpose.NEWS, Channel.EMAIL): "Email me about coming events.",
    (Purpose.NEWS, Channel.POST): "Write to me by post about coming events.",
    (Purpose.NEWS, Channel.PHONE): "Phone me about coming events.",
    (Purpose.SURVEYS, Channel.EMAIL): "Email me surveys, such as what I thought of an event.",
    (Purpose.SURVEYS, Channel.POST): "Send me surveys by post, such as what I thought of an event.",
    (Purpose.SURVEYS, Channel.PHONE): "Phone me for surveys, such as what I thought of an event.",
    (
        Purpose.SPONSORS,
        Channel.EMAIL,
    ): "Give sponsors of events that I book my email address, so that they may email me.",
    (Purpose.SPONSORS, Channel.POST): "Give sponsors of events that I book my address, so that they may write to me.",
    (Purpose.SPONSORS, Channel.PHONE): "Give sponsors of events that I book my number, so that they may phone me.",
}


def new_answers(standing: Set[Subject], wanted: Set[Subject]) -> dict[Subject, Answer]:
    """What is newly said by somebody who agreed to ``standing`` and now wants ``wanted``: nothing said twice."""
    granted = {each: Answer.GRANTED for each in CONSENT_WORDS if each in wanted - standing}
    withdrawn = {each: Answer.WITHDRAWN for each in CONSENT_WORDS if each in standing - wanted}
    return granted | withdrawn
