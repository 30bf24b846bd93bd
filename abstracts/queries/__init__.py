"""What is read of calls and abstracts, and by whom."""

from abstracts.queries.abstracts import (FOR_STATEMENTS, FOR_WORDING, named_abstracts, own_abstract, own_abstracts, untouched_draft,)
from abstracts.queries.assigning import (authors_known, barred_now, chairs_known, found_ties, only_call, reviewers_known, to_share_out, wrote_together,)
from abstracts.queries.authors import (author_by_link, author_of, chairs_of, declined_authors, named_author,)
from abstracts.queries.blind import (BlindAbstract, BlindFile, blind_abstract, blind_file,)
from abstracts.queries.board import (Judged, board_of, comments_for_authors, decided_in, letter_of, letters_of_call, scores_given, tally_of, undecided_in,)
from abstracts.queries.bound import (is_open_to,)
from abstracts.queries.calls import (calls_of_event, late_entry_by_code, public_call, public_calls,)
from abstracts.queries.desk import (abstract_at_desk, answers_to, both_abstracts, call_at_desk, calls_of, exhibit_at_desk, finding_at_desk, findings_of, history_of, late_entries_of, late_entry_at_desk, likeness_of, likenesses_of, messages_of, others_of_presenter, part_at_desk, redactions_of, sent_facts, sent_in_to,)
from abstracts.queries.desk_list import (AbstractsPage, CallCounted, ListedAbstract, abstracts_page, calls_counted, findings_by_abstract, ticked_abstracts, wanted_ids,)
from abstracts.queries.exchange import (abstracts_to_export,)
from abstracts.queries.likenesses import (likeness_at_desk, likenesses, next_to_compare, pairs_of, texts_of,)
from abstracts.queries.posters import (poster_of, same_presenter,)
from abstracts.queries.progress import (Progress, conflict_at_desk, conflicts_between, conflicts_of, left_to_review, progress_of, review_at_desk, review_of,)
from abstracts.queries.reminders import (drafts_to_remind,)
from abstracts.queries.reviewers import (BidLine, Workload, biddable, bids_of, invitations_of, is_scored, reviewer_at, reviewer_at_desk, reviewer_duty, reviewer_for, reviewers_of,)
from abstracts.queries.reviewing import (others_reviews, queue_of, review_for, reviewed_by, rubric_of, tallies,)

__all__ = ["AbstractsPage", "BidLine", "BlindAbstract", "BlindFile", "CallCounted", "FOR_STATEMENTS", "FOR_WORDING", "Judged", "ListedAbstract", "Progress", "Workload", "abstract_at_desk", "abstracts_page", "abstracts_to_export", "answers_to", "author_by_link", "author_of", "authors_known", "barred_now", "biddable", "bids_of", "blind_abstract", "blind_file", "board_of", "both_abstracts", "call_at_desk", "calls_counted", "calls_of", "calls_of_event", "chairs_known", "chairs_of", "comments_for_authors", "conflict_at_desk", "conflicts_between", "conflicts_of", "decided_in", "declined_authors", "drafts_to_remind", "exhibit_at_desk", "finding_at_desk", "findings_by_abstract", "findings_of", "found_ties", "history_of", "invitations_of", "is_open_to", "is_scored", "late_entries_of", "late_entry_at_desk", "late_entry_by_code", "left_to_review", "letter_of", "letters_of_call", "likeness_at_desk", "likeness_of", "likenesses", "likenesses_of", "messages_of", "named_abstracts", "named_author", "next_to_compare", "only_call", "others_of_presenter", "others_reviews", "own_abstract", "own_abstracts", "pairs_of", "part_at_desk", "poster_of", "progress_of", "public_call", "public_calls", "queue_of", "redactions_of", "review_at_desk", "review_for", "review_of", "reviewed_by", "reviewer_at", "reviewer_at_desk", "reviewer_duty", "reviewer_for", "reviewers_known", "reviewers_of", "rubric_of", "same_presenter", "scores_given", "sent_facts", "sent_in_to", "tallies", "tally_of", "texts_of", "ticked_abstracts", "to_share_out", "undecided_in", "untouched_draft", "wanted_ids", "wrote_together",]
