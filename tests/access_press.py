"""The rows of the published table for early access: to the desk's few, and to each named person for their own copy."""

# For the six that are named, both chairs, the reviewer, the regional lead, who leads "own", and the editor of all.
LEADS = {
    "own": "in 404 404 404 404 404 404 404 404 200 200",
    "another's": "in 404 404 404 404 404 404 404 404 404 200",
    "missing": "in 404 404 404 404 404 404 404 404 404 404",
}
OF_A_BREACH = {
    "own": LEADS["own"],
    "still waiting": LEADS["missing"],  # there was none
    "missing": LEADS["missing"],
}
# The delegate has accepted to read "own".
READS = {
    "own": "in 200 404 404 404 404",
    "another's": "in 404 404 404 404 404",
    "missing": "in 404 404 404 404 404",
}


def done(rows: dict[str, str], status: int = 303) -> dict[str, str]:
    return {thing: row.replace("200", str(status)) for thing, row in rows.items()}


RECORDS = ("policy.show_access_record", "policy.download_access_record", "policy.download_access_sheet")
ONE = {**LEADS, "crossed": LEADS["missing"]}
PRESS: dict[str, dict[str, str]] = {
    "policy.show_press": LEADS,
    "policy.show_press_log": LEADS,
    "policy.download_press_log": LEADS,
    "policy.invite_guest": done(LEADS),
    "policy.invite_guests": done(LEADS),
    "policy.set_press_terms": done(LEADS),
    "policy.show_guest": ONE,
    **dict.fromkeys((f"policy.{each}" for each in ("remind_guest", "revoke_access", "reset_expiry")), done(ONE)),
    "policy.give_back_access": done(ONE),
    "policy.show_breach": LEADS,
    "policy.publish_at_once": done(LEADS),
    **dict.fromkeys(RECORDS, OF_A_BREACH),
    "policy.show_press_copies": {"": "in 200 200 200 200 200"},
    "policy.show_press_copy": READS,
    "policy.show_press_copy_in_welsh": READS,
    "policy.accept_press_terms": done(READS),
    "policy.download_press_paper": READS,
    "policy.download_press_asset": {**READS, "crossed": READS["missing"]},
}
FRESH_FOR_PRESS = {
    "policy.download_press_log",
    "policy.show_breach",
    "policy.publish_at_once",
    "policy.download_access_record",
    "policy.download_access_sheet",
}
MIXABLE_IN_PRESS = (
    "policy.download_press_asset",
    "policy.give_back_access",
    "policy.remind_guest",
    "policy.reset_expiry",
    "policy.revoke_access",
    "policy.show_guest",
)
