"""The tables of selling places."""

from registration.models.booking_codes import (
    BookingCode,
    Effect,
    booking_code_products,
)
from registration.models.orders import (
    Extra,
    Order,
    OrderLine,
    OrderNote,
    OrderStatus,
    Proof,
    ProofStatus,
    Reduction,
    RevokedCode,
    SavedView,
    Ticket,
)
from registration.models.products import (
    AddOn,
    Category,
    Price,
    PricePeriod,
    Product,
    ProductKind,
    Quota,
    Vat,
    product_quotas,
)
from registration.models.questions import (
    Answer,
    BadgePart,
    Question,
    QuestionKind,
    question_products,
)
from registration.models.sharing import (
    ExportedLead,
    Lead,
    LeadExport,
    Rating,
    Say,
    SharingAnswer,
)
from registration.models.waiting import (
    WaitingEntry,
    WaitingStatus,
)

__all__ = [
    "AddOn",
    "Answer",
    "BadgePart",
    "BookingCode",
    "Category",
    "Effect",
    "ExportedLead",
    "Extra",
    "Lead",
    "LeadExport",
    "Order",
    "OrderLine",
    "OrderNote",
    "OrderStatus",
    "Price",
    "PricePeriod",
    "Product",
    "ProductKind",
    "Proof",
    "ProofStatus",
    "Question",
    "QuestionKind",
    "Quota",
    "Rating",
    "Reduction",
    "RevokedCode",
    "SavedView",
    "Say",
    "SharingAnswer",
    "Ticket",
    "Vat",
    "WaitingEntry",
    "WaitingStatus",
    "booking_code_products",
    "product_quotas",
    "question_products",
]
