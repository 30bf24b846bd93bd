"""Two rows for any table, made from the table itself, each linked to its like."""

from datetime import UTC, date, datetime

from sqlalchemy import Date, DateTime, Table, Time

MOMENT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
WORDS = {"visibility": "public", "role": "organiser", "status": "sent", "verdict": "admitted", "zone": "Europe/London"}
WORDS_OF = {
    ("orders", "status"): "confirmed",
    ("memberships", "grade"): "fellow",
    ("memberships", "standing"): "active",
    ("memberships", "nation"): "wales",
    ("memberships", "career_stage"): "gp",
    ("memberships", "profession"): "doctor",
    ("membership_claims", "status"): "accepted",
    ("prices", "category"): "fellow",
    ("order_lines", "category"): "fellow",
    ("tickets", "proof"): "waiting",
    ("proofs", "right_category"): "trainee",
    ("consents", "channel"): "post",
    ("consents", "purpose"): "surveys",
    ("consents", "answer"): "withdrawn",
    ("orders", "currency"): "gbp",
    ("tills", "status"): "paid",
    ("refunds", "status"): "done",
    ("refunds", "reason"): "asked",
    ("products", "kind"): "add-on",
    ("products", "vat"): "standard",
    ("order_lines", "vat"): "exempt",
    ("order_lines", "reduction"): "code",
    ("booking_codes", "effect"): "set price",
    ("booking_codes", "category"): "bursary",
    ("questions", "kind"): "date",
    ("questions", "badge_part"): "job role",
    ("badge_papers", "back"): "lines",
    ("badge_designs", "category"): "fellow",
    ("badge_sizes", "part"): "job role",
    ("badge_runs", "reason"): "lost",
    ("badge_runs", "category"): "fellow",
    ("waiting_entries", "status"): "offered",
    ("calls", "editing"): "locked on submission",
    ("call_questions", "asked_as"): "tick",
    ("abstracts", "status"): "withdrawn",
    ("abstracts", "preference"): "oral or poster",
    ("abstracts", "ethics"): "approved",
    ("abstracts", "consent"): "not needed",
    ("abstracts", "lead"): "trainee",
    ("abstracts", "nation"): "wales",
    ("abstracts", "decision"): "poster",
    ("abstract_authors", "agreement"): "confirmed",
    ("abstract_files", "exhibit"): "table",
    ("abstract_findings", "state"): "harmless",
    ("reviewers", "stance"): "reviewing",
    ("bids", "wish"): "eager",
    ("conflicts", "tie"): "author",
    ("reviews", "status"): "submitted",
    ("reviews", "concern"): "ethics",
    ("decision_letters", "decision"): "declined",
    ("prizes", "lead"): "student",
    ("offers", "answer"): "taken",
    ("invitees", "status"): "accepted",
    ("invitees", "nation"): "wales",
    ("invitees", "sector"): "charity",
    ("invitees", "stage"): "gp",
    ("positions", "status"): "withdrawn",
    ("positions", "goal"): "fairness",
    ("position_nations", "nation"): "wales",
    ("position_texts", "language"): "cy",
    ("position_answers", "language"): "cy",
    ("launches", "nation"): "wales",
    ("launch_assets", "channel"): "slide",
    ("launch_assets", "language"): "cy",
    ("press_grants", "kind"): "partner",
    ("press_openings", "opened"): "paper",
    ("press_steps", "act"): "accepted",
    ("position_mentions", "kind"): "discussed",
    ("position_reach", "language"): "cy",
    ("position_reach", "reached"): "download",
    ("admission_lists", "entry"): "always",
    ("sharing_answers", "answer"): "no",
    ("leads", "rating"): "cold",
}
NUMBERS = {
    "capacity": 5,
    "sold": 1,
    "held": 1,
    "quantity": 1,
    "unit_pence": 0,
    "total_pence": 0,
    "off_pence": 0,
    "vat_pence": 0,
    "vat_percent": 20,
    "uses": 5,
    "least_per_order": 1,
    "most_per_order": 5,
    "least": 0,
    "most": 5,
    "wide_from": 8,
    "oral_from": 20,
    "reviews_each": 3,
    "refunded_pence": 1,
    "times": 1,
    "year": 2027,
    "qr_mm": 32,
}
MOMENTS = dict.fromkeys(("sales_close_at", "ends_at", "closes_at"), datetime(2026, 6, 1, tzinfo=UTC))


FALSE = {("conflicts", "is_pinned")}  # since it was lifted
NUMBERED = {"abstract_likenesses": (2,)}  # two things of which there are only two are alike once


def rows_for(table: Table) -> list[dict]:
    """Two rows, or fewer where a constraint allows no two."""
    return [a_row(table, number) for number in NUMBERED.get(table.name, (1, 2))]


def a_row(table: Table, number: int) -> dict:
    """The row of that number, by its columns' names."""
    row = {}
    for column in table.columns:
        name, kind = column.name, column.type
        if name == "previous_id" or (table.name, name) == ("abstract_likenesses", "first_id"):
            row[name] = number - 1 or None  # the first link of a chain
        elif isinstance(kind, DateTime):
            row[name] = MOMENTS.get(name, MOMENT)
        elif isinstance(kind, Date):
            row[name] = date(2026, 5, 4)
        elif isinstance(kind, Time):
            row[name] = MOMENT.time().replace(hour=9)
        elif kind.python_type is bool:
            row[name] = (table.name, name) not in FALSE
        elif kind.python_type is dict:
            row[name] = {"über": [1, None]}
        elif kind.python_type is int:
            row[name] = NUMBERS.get(name, number)
        else:
            row[name] = WORDS_OF.get((table.name, name), WORDS.get(name, f"{name} – “é” {number}"))
    return row
