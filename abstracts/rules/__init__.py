"""What is allowed of calls and abstracts, and when. Nothing here reads a clock or a database."""

from abstracts.rules.authors import (
    LONGEST_NAME,
    LONGEST_PLACE,
    AuthorDetails,
    NamedAlready,
    NotAnAuthorOfIt,
    NotAnOrcid,
    TooLateToAnswer,
    TooManyAuthors,
    answers_of_authors,
    check_has_room,
    check_is_author,
    check_may_answer,
    check_named_once,
    has_room,
    is_asked,
    may_answer,
    may_ask_again,
    orcid_of,
    places_typed,
    presenter_of,
)
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
    check_arrow,
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
from abstracts.rules.merging import MERGEABLE, MayNotMerge, authors_to_add, check_may_merge
from abstracts.rules.posters import NobodyPresents, SecondPoster, check_first_poster, poster_key_for, second_poster
from abstracts.rules.reminders import FIRST_REMINDER, REMINDERS, reminder_due, reminder_key
from abstracts.rules.typed import Statements, Wording
from abstracts.rules.versions import ChangedElsewhere, check_version
