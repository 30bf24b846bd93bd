"""What authors and the chair do to abstracts. The unit of work commits, never these functions."""

from abstracts.actions.agreement import answer_as_author, ask_again, ask_author, ask_authors
from abstracts.actions.authors import (
    add_author,
    change_author,
    choose_corresponding,
    choose_presenter,
    move_author,
    remove_author,
)
from abstracts.actions.exhibits import remove_exhibit, save_exhibit
from abstracts.actions.life import (
    decide_abstract,
    send_to_review,
    take_back_to_submitted,
    undo_decision,
    withdraw_abstract,
)
from abstracts.actions.likenesses import dismiss_likeness, record_likenesses
from abstracts.actions.merging import merge_abstracts
from abstracts.actions.posters import ONE_POSTER_EACH
from abstracts.actions.reminders import REMINDER, remind_writers
from abstracts.actions.writing import delete_draft, save_statements, save_wording, start_abstract, submit_abstract

__all__ = [
    "ONE_POSTER_EACH",
    "REMINDER",
    "add_author",
    "answer_as_author",
    "ask_again",
    "ask_author",
    "ask_authors",
    "change_author",
    "choose_corresponding",
    "choose_presenter",
    "decide_abstract",
    "delete_draft",
    "dismiss_likeness",
    "merge_abstracts",
    "move_author",
    "record_likenesses",
    "remind_writers",
    "remove_author",
    "remove_exhibit",
    "save_exhibit",
    "save_statements",
    "save_wording",
    "send_to_review",
    "start_abstract",
    "submit_abstract",
    "take_back_to_submitted",
    "undo_decision",
    "withdraw_abstract",
]
