"""What authors and the chair do to abstracts. The unit of work commits, never these functions."""

from abstracts.actions.agreement import (
    answer_as_author,
    ask_again,
    ask_author,
    ask_authors,
)
from abstracts.actions.assigning import (
    chase_late,
    chase_reviewer,
    drop_unread,
    find_conflicts,
    give_by_hand,
    share_out,
    take_by_hand,
)
from abstracts.actions.authors import (
    add_author,
    change_author,
    choose_corresponding,
    choose_presenter,
    move_author,
    remove_author,
)
from abstracts.actions.calls import (
    add_part,
    change_call,
    change_part,
    end_late_entry,
    make_call,
    make_late_entry,
    move_part,
    retire_part,
)
from abstracts.actions.conflicts import (
    lift_conflict,
    pin_conflict,
    set_conflict,
    unpin_conflict,
)
from abstracts.actions.deciding import (
    decide_each,
    decide_on_reviews,
    release_decisions,
    write_letter,
)
from abstracts.actions.desk import (
    Outcome,
    move_each,
    send_each_to_review,
    send_message,
    take_each_back,
)
from abstracts.actions.discussing import (
    close_discussion,
    discuss,
    draw_pseudonym,
    join_discussion,
)
from abstracts.actions.exchange import (
    import_abstracts,
    look_at_import,
    take_files,
)
from abstracts.actions.exhibits import (
    remove_exhibit,
    save_exhibit,
)
from abstracts.actions.final import (
    save_final,
)
from abstracts.actions.guard import (
    note_findings,
)
from abstracts.actions.life import (
    decide_abstract,
    send_to_review,
    take_back_to_submitted,
    undo_decision,
    withdraw_abstract,
)
from abstracts.actions.likenesses import (
    dismiss_likeness,
    record_likenesses,
)
from abstracts.actions.merging import (
    merge_abstracts,
)
from abstracts.actions.offers import (
    ANSWER_REMINDER,
    change_board,
    give_boards,
    offer_to_waitlisted,
    open_offer,
    remind_to_answer,
    set_offer_dates,
    set_presenting,
    take_offer,
    turn_offer_down,
)
from abstracts.actions.posters import (
    ONE_POSTER_EACH,
)
from abstracts.actions.presenting import (
    chase,
    note_code,
    note_ticket,
    save_presented,
    settle_risk,
    swap_presenter,
    withdraw_at_risk,
)
from abstracts.actions.prizes import (
    add_prize,
    announce_prizes,
    choose_winner,
    remove_prize,
)
from abstracts.actions.redactions import (
    judge_finding,
    redact_field,
    remove_redaction,
)
from abstracts.actions.reminders import (
    REMINDER,
    remind_writers,
)
from abstracts.actions.reviewers import (
    accept_reviewing,
    change_reviewer,
    decline_reviewing,
    end_reviewer,
    invite_reviewer,
    save_bids,
)
from abstracts.actions.reviewing import (
    decline_review,
    save_review,
    submit_review,
)
from abstracts.actions.rubrics import (
    set_rubric,
)
from abstracts.actions.supplement import (
    call_published,
    change_entry,
    publish_book,
    retract_abstract,
    save_dois,
    set_supplement,
    take_book_back,
)
from abstracts.actions.training import (
    add_training,
    change_training,
    practise,
    remove_training,
)
from abstracts.actions.workplaces import (
    save_workplace,
)
from abstracts.actions.writing import (
    delete_draft,
    save_statements,
    save_wording,
    start_abstract,
    submit_abstract,
)

__all__ = [
    "ANSWER_REMINDER",
    "ONE_POSTER_EACH",
    "REMINDER",
    "Outcome",
    "accept_reviewing",
    "add_author",
    "add_part",
    "add_prize",
    "add_training",
    "announce_prizes",
    "answer_as_author",
    "ask_again",
    "ask_author",
    "ask_authors",
    "call_published",
    "change_author",
    "change_board",
    "change_call",
    "change_entry",
    "change_part",
    "change_reviewer",
    "change_training",
    "chase",
    "chase_late",
    "chase_reviewer",
    "choose_corresponding",
    "choose_presenter",
    "choose_winner",
    "close_discussion",
    "decide_abstract",
    "decide_each",
    "decide_on_reviews",
    "decline_review",
    "decline_reviewing",
    "delete_draft",
    "discuss",
    "dismiss_likeness",
    "draw_pseudonym",
    "drop_unread",
    "end_late_entry",
    "end_reviewer",
    "find_conflicts",
    "give_boards",
    "give_by_hand",
    "import_abstracts",
    "invite_reviewer",
    "join_discussion",
    "judge_finding",
    "lift_conflict",
    "look_at_import",
    "make_call",
    "make_late_entry",
    "merge_abstracts",
    "move_author",
    "move_each",
    "move_part",
    "note_code",
    "note_findings",
    "note_ticket",
    "offer_to_waitlisted",
    "open_offer",
    "pin_conflict",
    "practise",
    "publish_book",
    "record_likenesses",
    "redact_field",
    "release_decisions",
    "remind_to_answer",
    "remind_writers",
    "remove_author",
    "remove_exhibit",
    "remove_prize",
    "remove_redaction",
    "remove_training",
    "retire_part",
    "retract_abstract",
    "save_bids",
    "save_dois",
    "save_exhibit",
    "save_final",
    "save_presented",
    "save_review",
    "save_statements",
    "save_wording",
    "save_workplace",
    "send_each_to_review",
    "send_message",
    "send_to_review",
    "set_conflict",
    "set_offer_dates",
    "set_presenting",
    "set_rubric",
    "set_supplement",
    "settle_risk",
    "share_out",
    "start_abstract",
    "submit_abstract",
    "submit_review",
    "swap_presenter",
    "take_back_to_submitted",
    "take_book_back",
    "take_by_hand",
    "take_each_back",
    "take_files",
    "take_offer",
    "turn_offer_down",
    "undo_decision",
    "unpin_conflict",
    "withdraw_abstract",
    "withdraw_at_risk",
    "write_letter",
]
