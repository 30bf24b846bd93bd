"""The rows of the published table for roundtables: open to who runs their event, and to who is asked to them."""

NOBODY = "404 404 404 404 404 404"
MISSING = "in 404 404 404 404 404"
AT_DESK = {"own": "in 404 404 200 404 200", "another's": "in 404 404 404 200 200", "missing": MISSING}
CROSSED = {"crossed": MISSING}
# Under the Chatham House Rule who came leaves in its owner's hands alone (domain rule 55).
OWNERS = {"own": "in 404 404 200 404 404", "another's": "in 404 404 404 200 404", "missing": MISSING}
INVITED = {"own": "404 200 404 404 404 404", "another's": NOBODY, "missing": NOBODY}
OPENED = {each: "303 303 303 303 303 303" for each in ("own", "another's")} | {"crossed": NOBODY, "missing": NOBODY}
PAGES = ("show_roundtable", "show_roundtable_papers", "show_note", "look_at_balance")
DEEDS = ("list_invitees", "move_to_wave", "invite_wave", "set_seats", "write_note", "approve_note", "share_note")


def _doing(rows: dict[str, str], status: int) -> dict[str, str]:
    return {thing: row.replace("200", str(status)) for thing, row in rows.items()}


ROUNDTABLE: dict[str, dict[str, str]] = {
    "policy.show_roundtables": {"": "in 404 404 404 404 200"},
    "policy.show_new_roundtable": {"": "in 404 404 404 404 200"},
    "policy.make_roundtable": {"": "in 404 404 404 404 303"},
    **{f"policy.{name}": AT_DESK for name in PAGES},
    **{f"policy.{name}": _doing(AT_DESK, 303) for name in DEEDS},
    "policy.add_roundtable_paper": _doing(AT_DESK, 422),  # without a file
    "policy.release_invitee": _doing(AT_DESK, 303) | CROSSED,
    "policy.download_roundtable_paper_at_desk": AT_DESK | CROSSED,
    "policy.download_attendance": OWNERS,
    "policy.show_invitation": INVITED,
    "policy.answer_invitation": _doing(INVITED, 303),
    "policy.download_roundtable_paper": INVITED | {"crossed": NOBODY},
    "policy.open_invitation": OPENED,
}
FRESH_AT_ROUNDTABLE = {"policy.invite_wave", "policy.share_note", "policy.download_attendance"}
MIXABLE_AT_ROUNDTABLE = (
    "policy.release_invitee",
    "policy.download_roundtable_paper_at_desk",
    "policy.download_roundtable_paper",
    "policy.open_invitation",
)
