"""What authors type, and the desk."""

from abstracts.forms.authors import (
    AuthorForm,
    PressForm,
)
from abstracts.forms.calls import (
    CallForm,
    LateEntryForm,
    NewCallForm,
    PartForm,
    part_form,
)
from abstracts.forms.deciding import (
    BOARD_FLAG_WORDS,
    DECISION_WORDS,
    BoardForm,
    DecisionForm,
    DecisionLetterForm,
    TickedDecisionForm,
)
from abstracts.forms.desk import (
    ABSTRACT_ACT_WORDS,
    AbstractAct,
    AbstractSearchForm,
    MessageForm,
    RedactionForm,
    TickedAbstractsForm,
    search_for,
)
from abstracts.forms.discussing import (
    ChairsRemarkForm,
    RemarkForm,
)
from abstracts.forms.exhibits import (
    ExhibitForm,
    exhibit_forms,
    read_exhibit,
)
from abstracts.forms.final import (
    FinalForm,
    final_form,
)
from abstracts.forms.judging import (
    PrizeForm,
    WinnerForm,
    WorkplaceForm,
)
from abstracts.forms.reviewers import (
    BID_WORDS,
    DeclineReviewingForm,
    InviteForm,
    ReviewerForm,
    RubricForm,
    read_bids,
    reviewer_form,
    rubric_form,
)
from abstracts.forms.reviewing import (
    DeclineForm,
    ReviewForm,
    review_form,
)
from abstracts.forms.statements import (
    StatementsForm,
    statements_form,
)
from abstracts.forms.submitting import (
    LateCodeForm,
    SubmitForm,
)
from abstracts.forms.supplement import (
    BookSearchForm,
    DoisForm,
    EntryForm,
    RetractionForm,
    SupplementForm,
)
from abstracts.forms.training import (
    PracticeForm,
    TrainingForm,
    practice_form,
    training_form,
)
from abstracts.forms.wording import (
    WordingForm,
    wording_form,
)
from abstracts.forms.writing import (
    differences,
)

__all__ = [
    "ABSTRACT_ACT_WORDS",
    "BID_WORDS",
    "BOARD_FLAG_WORDS",
    "DECISION_WORDS",
    "AbstractAct",
    "AbstractSearchForm",
    "AuthorForm",
    "BoardForm",
    "BookSearchForm",
    "CallForm",
    "ChairsRemarkForm",
    "DecisionForm",
    "DecisionLetterForm",
    "DeclineForm",
    "DeclineReviewingForm",
    "DoisForm",
    "EntryForm",
    "ExhibitForm",
    "FinalForm",
    "InviteForm",
    "LateCodeForm",
    "LateEntryForm",
    "MessageForm",
    "NewCallForm",
    "PartForm",
    "PracticeForm",
    "PressForm",
    "PrizeForm",
    "RedactionForm",
    "RemarkForm",
    "RetractionForm",
    "ReviewForm",
    "ReviewerForm",
    "RubricForm",
    "StatementsForm",
    "SubmitForm",
    "SupplementForm",
    "TickedAbstractsForm",
    "TickedDecisionForm",
    "TrainingForm",
    "WinnerForm",
    "WordingForm",
    "WorkplaceForm",
    "differences",
    "exhibit_forms",
    "final_form",
    "part_form",
    "practice_form",
    "read_bids",
    "read_exhibit",
    "review_form",
    "reviewer_form",
    "rubric_form",
    "search_for",
    "statements_form",
    "training_form",
    "wording_form",
]
