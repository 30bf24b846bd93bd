"""What is done at the door."""

from checkin.actions.badges import (
    print_badge,
    print_blanks,
    print_pack,
    remove_badge_design,
    save_badge_design,
    save_badge_paper,
)
from checkin.actions.conflicts import (
    mark_as_seen,
)
from checkin.actions.devices import (
    add_device,
    enrol_device,
    enrolment_code,
    forget_keys,
    let_phones_hold_names,
    note_handed_in,
    renew_device_code,
    revoke_device,
    seen,
)
from checkin.actions.door import (
    Answer,
    Door,
    door_of,
    record_scans,
    scan_badge,
)
from checkin.actions.finding import count_found
from checkin.actions.leads import (
    StandAnswer,
    export_leads,
    judge_lead,
    scan_at_stand,
)
from checkin.actions.lists import (
    add_list,
    change_list,
    remove_list,
)

__all__ = [
    "Answer",
    "Door",
    "StandAnswer",
    "add_device",
    "add_list",
    "change_list",
    "count_found",
    "door_of",
    "enrol_device",
    "enrolment_code",
    "export_leads",
    "forget_keys",
    "judge_lead",
    "let_phones_hold_names",
    "mark_as_seen",
    "note_handed_in",
    "print_badge",
    "print_blanks",
    "print_pack",
    "record_scans",
    "remove_badge_design",
    "remove_list",
    "renew_device_code",
    "revoke_device",
    "save_badge_design",
    "save_badge_paper",
    "scan_at_stand",
    "scan_badge",
    "seen",
]
