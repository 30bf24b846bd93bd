"""What is allowed of calls and abstracts, and when. Nothing here reads a clock or a database."""

from abstracts.rules.blind import (
    KEYWORDS,
    TITLE,
    answer_field,
    blind_texts,
    caption_field,
    field_names,
    file_field,
    heading_field,
    neutral_name,
)
from abstracts.rules.calls import (
    CallClosed,
    TooManyCodes,
    WrongLateCode,
    check_is_code,
    check_late_entry,
    check_open,
    check_open_for,
    closes_at,
    counts_as_sent,
    has_closed,
    is_open,
)
from abstracts.rules.exhibits import (
    KINDS,
    NoFile,
    NotTaken,
    affiliations,
    check_takes,
    exhibit_of,
    takes,
)
from abstracts.rules.life import (
    NEXT_STATUSES,
    SENT_IN,
    MayNotChange,
    WrongMove,
    check_is_draft,
    check_may_withdraw,
    check_may_write,
    check_move,
    may_withdraw,
    may_write,
    shown_status,
)
from abstracts.rules.limits import (
    AUTHORS,
    COUNTING,
    EACH_KEYWORD,
    EXHIBITS,
    LONGEST,
    PARTS,
    STATEMENTS,
    TEXT,
    Lack,
    NotComplete,
    check_complete,
    count_letters,
    count_words,
    lacks,
    words_of_sections,
)
from abstracts.rules.typed import Statements, Wording
from abstracts.rules.versions import ChangedElsewhere, check_version
