"""The rows of the published table for what follows a launch: what is said and answered, and its desk.

"own" is live; "another's" waits for its instant, and so neither takes a comment nor asks a member.
"""

from tests.access_desk_of_policy import CROSSED, MIXABLE_AT_POLICY, SEEN, done_as

NO_ONE = "in 404 404 404 404 404"
ANYBODY = {"own": "in 200 200 200 200 200", "another's": NO_ONE, "missing": NO_ONE}
DESK_PAGES = ("show_trail", "show_comments_at_desk", "show_polls", "show_coverage")
ADDED = ("add_mention", "make_poll", "log_coverage")
DECIDED = ("remove_mention", "publish_comment", "hide_comment", "drop_poll", "remove_coverage")
AFTER_DESK: dict[str, dict[str, str]] = {
    **{f"policy.{name}": SEEN for name in DESK_PAGES},
    **{f"policy.{name}": done_as("303") for name in ADDED},
    **{f"policy.{name}": done_as("303") | CROSSED for name in DECIDED},
    "office.show_reach": SEEN,
    "office.download_report": SEEN,
}
AFTER: dict[str, dict[str, str]] = {
    "policy.show_own_comments": ANYBODY,
    "policy.comment": {**ANYBODY, "own": "in 303 303 303 303 303"},
    "policy.withdraw_comment": {
        "own": "in 303 404 404 404 404",
        "another's": NO_ONE,
        "crossed": NO_ONE,
        "missing": NO_ONE,
    },
    "policy.show_poll": {**ANYBODY, "crossed": NO_ONE},
    # Who is no member is told so.
    "policy.answer_poll": {
        "own": "in 303 403 403 403 403",
        "another's": NO_ONE,
        "crossed": NO_ONE,
        "missing": NO_ONE,
    },
    **AFTER_DESK,
}
OWN_AND_ANOTHERS = (*DECIDED, "withdraw_comment", "show_poll", "answer_poll")
MIXABLE_AFTER = (*MIXABLE_AT_POLICY, *(f"policy.{name}" for name in OWN_AND_ANOTHERS))
