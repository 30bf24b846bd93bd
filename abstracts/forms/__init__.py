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
from abstracts.forms.deciding import DECISION_WORDS, DecisionForm, DecisionLetterForm
from abstracts.forms.desk import (
    ABSTRACT_ACT_WORDS,
    AbstractAct,
    AbstractSearchForm,
    MessageForm,
    RedactionForm,
    TickedAbstractsForm,
    search_for,
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
    "DECISION_WORDS",
    "AbstractAct",
    "AbstractSearchForm",
    "AuthorForm",
    "CallForm",
    "DecisionForm",
    "DecisionLetterForm",
    "DeclineForm",
    "DeclineReviewingForm",
    "ExhibitForm",
    "FinalForm",
    "InviteForm",
    "LateCodeForm",
    "LateEntryForm",
    "MessageForm",
    "NewCallForm",
    "PartForm",
    "PressForm",
    "RedactionForm",
    "ReviewForm",
    "ReviewerForm",
    "RubricForm",
    "StatementsForm",
    "SubmitForm",
    "TickedAbstractsForm",
    "WordingForm",
    "differences",
    "exhibit_forms",
    "final_form",
    "part_form",
    "read_bids",
    "read_exhibit",
    "review_form",
    "reviewer_form",
    "rubric_form",
    "search_for",
    "statements_form",
    "wording_form",
]
