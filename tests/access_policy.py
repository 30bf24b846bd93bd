"""The rows of the published table for policy positions: open to everybody once their embargo has lifted.

A row for the desk has four answers more than others: for both chairs, the reviewer, and those of POLICY_ACTORS.
"""

from tests import access_desk_of_policy as desk
from tests.access_after import AFTER
from tests.access_press import FRESH_FOR_PRESS, PRESS
from tests.access_roundtable import FRESH_AT_ROUNDTABLE, ROUNDTABLE

FRESH_FOR_POLICY = desk.FRESH_FOR_POLICY | FRESH_FOR_PRESS | FRESH_AT_ROUNDTABLE
POLICY_ACTORS = ("regional lead", "policy editor")
EVERYBODY, NO_ONE = "200 200 200 200 200 200", "404 404 404 404 404 404"
# "own" is live; "another's" waits for its instant, and so does not exist.
POSITION = {"own": EVERYBODY, "another's": NO_ONE, "missing": NO_ONE}
POLICY = {
    "policy.show_positions": {"": EVERYBODY},
    "policy.show_position": POSITION,
    "policy.show_position_in_welsh": POSITION,
    "policy.show_card": POSITION,
    "policy.download_paper": POSITION,
    "policy.show_feed": {"": EVERYBODY},
    "front.show_search": {"": EVERYBODY},
    "front.show_sitemap": {"": EVERYBODY},
    "front.show_robots": {"": EVERYBODY},
    **desk.POLICY_DESK,
    **PRESS,
    **AFTER,
    **ROUNDTABLE,
}
