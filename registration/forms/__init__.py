"""What delegates and the desk fill in."""

from registration.forms.asking import (
    QuestionForm,
    question_form,
)
from registration.forms.booking import (
    OrderForm,
    order_form,
)
from registration.forms.booking_codes import (
    ChangeCodeForm,
    CodeForm,
    CodeSearchForm,
)
from registration.forms.desk_order import (
    DeskOrderForm,
    desk_order_form,
)
from registration.forms.group import (
    GroupForm,
    ListFileForm,
    group_form,
)
from registration.forms.lost import (
    LostForm,
)
from registration.forms.matrix import (
    CopyForm,
    MatrixForm,
    PeriodForm,
)
from registration.forms.products import (
    AddOnsForm,
    ProductForm,
    QuotaForm,
)
from registration.forms.proofs import (
    ProofForm,
    RefusalForm,
)
from registration.forms.questions import (
    begun_with,
    question_fields,
    typed_values,
)
from registration.forms.self_service import (
    DetailsForm,
    SubstituteForm,
    details_form,
    read_files,
    substitute_form,
)
from registration.forms.sharing import SayForm, ShareForm
from registration.forms.waiting import (
    JoinForm,
    RemovalForm,
    join_form,
)

__all__ = [
    "AddOnsForm",
    "ChangeCodeForm",
    "CodeForm",
    "CodeSearchForm",
    "CopyForm",
    "DeskOrderForm",
    "DetailsForm",
    "GroupForm",
    "JoinForm",
    "ListFileForm",
    "LostForm",
    "MatrixForm",
    "OrderForm",
    "PeriodForm",
    "ProductForm",
    "ProofForm",
    "QuestionForm",
    "QuotaForm",
    "RefusalForm",
    "RemovalForm",
    "SayForm",
    "ShareForm",
    "SubstituteForm",
    "begun_with",
    "desk_order_form",
    "details_form",
    "group_form",
    "join_form",
    "order_form",
    "question_fields",
    "question_form",
    "read_files",
    "substitute_form",
    "typed_values",
]
