"""The rows of the published table for review: a reviewer's own pages, and the chair's pages about reviewers.

A row has one answer more than a chair's: for who reviews for the first event.
"""

from tests.access_chair import CHAIRS_PAGE, CHAIRS_THING, NOBODY

REVIEWER = ("reviewer",)
REVIEWERS_PAGE = {"own": f"{NOBODY} 200", "another's": NOBODY, "draft": NOBODY, "missing": NOBODY}
REVIEWERS_THING = {"own": f"{NOBODY} 200", "another's": NOBODY, "crossed": NOBODY, "missing": NOBODY}
OWN_PAGES = ("show_review", "download_reviewed", "show_reviewing", "show_practice")
OWN_DEEDS = (
    "score_abstract",
    "decline_review",
    "accept_reviewing",
    "decline_reviewing",
    "save_bids",
    "join_discussion",
    "practise",
)
CHAIRS_PAGES = (
    "show_reviewers",
    "show_reviewer",
    "show_rubric",
    "show_sharing",
    "show_progress",
    "show_reviews_of",
    "show_conflicts",
    "show_board",
    "show_release",
    "show_decision_letter",
    *("show_method", "show_suggestion", "show_prizes"),
    "show_handing_on",
    "show_training",
    "show_training_abstract",
)
CHAIRS_DEEDS = (
    "invite_reviewer",
    "change_reviewer",
    "end_reviewer",
    "chase_reviewer",
    "set_rubric",
    "share_out",
    "give_review",
    "take_review",
    "set_conflict",
    "change_conflict",
    "decide_abstract",
    "release_decisions",
    "write_decision_letter",
    *("decide_ticked", "keep_suggestion", "add_prize", "choose_winner", "remove_prize", "announce_prizes"),
    "discuss_abstract",
    "close_discussion",
    "chase_late",
    "hand_on",
    "add_training",
    "change_training",
    "remove_training",
)


def _doing(rows: dict[str, str]) -> dict[str, str]:
    return {thing: row.replace("200", "303") for thing, row in rows.items()}


REVIEW: dict[str, dict[str, str]] = {
    "abstracts.show_reviews": REVIEWERS_PAGE,
    **{f"abstracts.{name}": REVIEWERS_THING for name in OWN_PAGES},
    **{f"abstracts.{name}": _doing(REVIEWERS_THING) for name in OWN_DEEDS},
    **{f"abstracts.{name}": CHAIRS_THING for name in CHAIRS_PAGES},
    "abstracts.show_workplace": CHAIRS_PAGE,
    "abstracts.save_workplace": _doing(CHAIRS_PAGE),
    **{f"abstracts.{name}": _doing(CHAIRS_THING) for name in CHAIRS_DEEDS},
}

# Every one of these but those of a whole event has two ids in its address.
OF_WHOLE_EVENT = {"abstracts.show_reviews", "abstracts.show_workplace", "abstracts.save_workplace"}
MIXABLE_IN_REVIEW = tuple(each for each in REVIEW if each not in OF_WHOLE_EVENT)
