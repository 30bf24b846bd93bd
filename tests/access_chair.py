"""The rows of the published table for the chair's desk: open to who chairs the abstracts of the event alone.

A row has two answers more than others: for the chair of the first event, and of the second.
"""

CHAIRS = ("abstract chair", "abstract chair of another")
NOBODY = "in 404 404 404 404 404 404 404"
CHAIRS_PAGE = {
    "own": "in 404 404 404 404 404 200 404",
    "another's": "in 404 404 404 404 404 404 200",
    "draft": NOBODY,
    "missing": NOBODY,
}
CHAIRS_THING = {
    "own": CHAIRS_PAGE["own"],
    "another's": CHAIRS_PAGE["another's"],
    "crossed": NOBODY,
    "missing": NOBODY,
}
OF_EVENT = (
    "show_abstracts",
    "show_calls_at_desk",
    "show_new_call",
    "show_ticked_abstracts",
    "show_message",
    "show_messages",
    "show_statistics",
    "download_abstracts",
)
OF_ONE = (
    "show_call_settings",
    "show_call_parts",
    "show_late_entries",
    "show_part",
    "show_abstract_at_desk",
    "show_redaction",
    "download_exhibit_at_desk",
)
DEEDS_OF_EVENT = ("make_call", "change_ticked_abstracts", "send_message")
DEEDS_OF_ONE = (
    "change_call",
    "add_part",
    "change_part",
    "move_part",
    "retire_part",
    "make_late_entry",
    "end_late_entry",
    "judge_finding",
    "redact_field",
    "remove_redaction",
    "dismiss_likeness",
    "merge_abstracts",
)


def _doing(rows: dict[str, str]) -> dict[str, str]:
    return {thing: row.replace("200", "303") for thing, row in rows.items()}


CHAIR: dict[str, dict[str, str]] = {
    **{f"abstracts.{name}": CHAIRS_PAGE for name in OF_EVENT},
    **{f"abstracts.{name}": CHAIRS_THING for name in OF_ONE},
    **{f"abstracts.{name}": _doing(CHAIRS_PAGE) for name in DEEDS_OF_EVENT},
    **{f"abstracts.{name}": _doing(CHAIRS_THING) for name in DEEDS_OF_ONE},
}
FRESH_FOR_CHAIR = {
    "abstracts.show_message",
    "abstracts.send_message",
    "abstracts.download_abstracts",
    "abstracts.release_decisions",
    "abstracts.announce_prizes",
    "abstracts.publish_book",
    "abstracts.download_supplement",
    "abstracts.retract_abstract",
}
MIXABLE_IN_CALLS = (
    "abstracts.add_part",
    "abstracts.change_call",
    "abstracts.change_part",
    "abstracts.dismiss_likeness",
    "abstracts.download_exhibit_at_desk",
    "abstracts.end_late_entry",
    "abstracts.judge_finding",
    "abstracts.make_late_entry",
    "abstracts.merge_abstracts",
    "abstracts.move_part",
    "abstracts.redact_field",
    "abstracts.remove_redaction",
    "abstracts.retire_part",
    "abstracts.show_abstract_at_desk",
    "abstracts.show_call_parts",
    "abstracts.show_call_settings",
    "abstracts.show_late_entries",
    "abstracts.show_part",
    "abstracts.show_redaction",
)
