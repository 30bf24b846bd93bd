"""The pages of what follows a launch: what is said and answered, and its desk."""

import re

from tests.journeys.acts import Act, filled

LIVE, DESK = "/policy/learning-leaders", "/desk/policy/time-to-lead"
TALK: dict[str, Act] = {
    "my comments": f"{LIVE}/comments",
    "a comment of nothing": filled(f"{LIVE}/comments", "Send it"),
    "a comment sent": filled(
        "/policy/time-to-lead/comments", "Send it", Your_comment="Who counts the nurses who lead?"
    ),
    "a poll for members": f"{LIVE}/polls/2",
    "a poll that is closed": "/policy/time-to-lead/polls/1",
    "a position that is talked of": "/policy/learning-leaders",
}
MEMBERS: dict[str, Act] = {
    "a poll to answer": f"{LIVE}/polls/2",
    "a poll answered": filled(f"{LIVE}/polls/2", re.compile("^(Answer|Change my answer)$")),
}
AFTER_DESK: dict[str, Act] = {
    "its trail": f"{DESK}/trail",
    "a place with errors": filled(f"{DESK}/trail", "Add it"),
    "its comments": f"{DESK}/comments",
    "no comments": "/desk/policy/standards-first/comments",
    "its polls": f"{DESK}/polls",
    "a poll with errors": filled(f"{DESK}/polls", "Make the poll"),
    "an open poll": "/desk/policy/learning-leaders/polls",
    "its coverage": f"{DESK}/coverage",
    "an article with errors": filled(f"{DESK}/coverage", "Log it"),
    "its reach": f"{DESK}/reach",
    "no reach yet": "/desk/policy/standards-first/reach",
}
