"""The rows of the published table for the desk of positions: open to policy editors, and to who is named at a launch.

The lead is named at the first event's launch; what only editors and owners decide is not theirs even there.
"""

from tests.access_press import MIXABLE_IN_PRESS
from tests.access_roundtable import MIXABLE_AT_ROUNDTABLE

NOBODY_ELSE = "in 404 404 404 404 404 404 404 404"
MISSING = f"{NOBODY_ELSE} 404 404"
SEEN = {"own": f"{NOBODY_ELSE} 200 200", "another's": f"{NOBODY_ELSE} 404 200", "missing": MISSING}
RUN = {"own": f"{NOBODY_ELSE} 404 303", "another's": f"{NOBODY_ELSE} 404 303", "missing": MISSING}
CROSSED = {"crossed": MISSING}
PAGES = (
    "show_position_at_desk",
    "show_texts",
    "show_preview",
    "show_parts",
    "show_approvals",
    "show_launch",
    "show_assets",
    "show_asset",
    "show_run_sheet",
    "show_rehearsal",
    "download_paper_at_desk",
    "download_asset_at_desk",
)
WRITTEN = ("save_texts", "add_part", "say_why_no_welsh", "save_asset", "add_step")
RUN_BY_EDITORS = (
    "schedule_launch",
    "unschedule_launch",
    "begin_update",
    "publish_update",
    "withdraw_position",
    "archive_position",
    "send_for_approval",
    "approve_position",
    "send_back",
    "save_launch",
    "move_instant",
)


def done_as(status: str) -> dict[str, str]:
    return {thing: row.replace("200", status) for thing, row in SEEN.items()}


POLICY_DESK: dict[str, dict[str, str]] = {
    "policy.show_positions_at_desk": {"": f"{NOBODY_ELSE} 200 200"},
    "policy.show_new_position": {"": f"{NOBODY_ELSE} 404 200"},
    "policy.make_position": {"": f"{NOBODY_ELSE} 404 303"},
    **{f"policy.{name}": SEEN for name in PAGES},
    **{f"policy.{name}": done_as("303") for name in WRITTEN},
    **{f"policy.{name}": done_as("303") | CROSSED for name in ("change_part", "tick_step")},
    "policy.replace_paper": done_as("422"),  # without a file
    **{f"policy.{name}": RUN for name in RUN_BY_EDITORS},
}
FRESH_FOR_POLICY = {"policy.approve_position"}
MIXABLE_AT_POLICY = ("policy.change_part", "policy.tick_step", *MIXABLE_IN_PRESS, *MIXABLE_AT_ROUNDTABLE)
