"""Add-ons, VAT and limits of products; booking codes; the waiting list; questions; notes and saved views.

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-22 06:56:25.287278

"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CATEGORIES = (
    "standard",
    "member doctor or dentist",
    "fellow",
    "member of another profession",
    "member trainee",
    "member student",
    "doctor or dentist",
    "trainee",
    "student",
    "public sector or charity",
    "commercial",
    "low-income country",
    "patient or carer partner",
    "issued",
    "bursary",
)
REDUCTIONS = ("none", "group rate", "code", "included", "complimentary")
VAT = ("exempt", "standard", "not registered")
KINDS = ("ticket", "add-on")
STATUSES = ("held", "awaiting payment", "confirmed", "expired", "cancelled")


def words(name: str, among: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*among, name=name, native_enum=False, create_constraint=True, length=32)


def is_one_of(column: str, words: tuple[str, ...]) -> str:
    return "{} IN ({})".format(column, ", ".join(f"'{word}'" for word in words))


def upgrade() -> None:
    op.create_table(
        "booking_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("effect", words("effect", ("none", "amount off", "percent off", "set price")), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("category", words("category", CATEGORIES), nullable=True),
        sa.Column("opens_hidden", sa.Boolean(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("budget_pence", sa.Integer(), nullable=True),
        sa.Column("spent_pence", sa.Integer(), nullable=False),
        sa.Column("is_reserving", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "amount >= 0 AND (effect <> 'percent off' OR amount <= 100)", name=op.f("ck_booking_codes_amount_fits")
        ),
        sa.CheckConstraint(
            "0 <= spent_pence AND spent_pence <= budget_pence", name=op.f("ck_booking_codes_not_overspent")
        ),
        sa.CheckConstraint("0 <= used AND used <= uses", name=op.f("ck_booking_codes_not_overused")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_booking_codes_window_in_order")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_booking_codes_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_codes")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_booking_codes_event_id")),
    )
    with op.batch_alter_table("booking_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_codes_is_reserving"), ["is_reserving"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column(
            "kind",
            words("questionkind", ("text", "choice", "many", "date", "file", "number", "country", "organisation")),
            nullable=False,
        ),
        sa.Column("options", sa.String(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("is_staff_only", sa.Boolean(), nullable=False),
        sa.Column("shown_if_id", sa.Integer(), nullable=True),
        sa.Column("shown_if_value", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_questions_event_id")),
        sa.ForeignKeyConstraint(["first_id"], ["questions.id"], name=op.f("fk_questions_first_id")),
        sa.ForeignKeyConstraint(["shown_if_id"], ["questions.id"], name=op.f("fk_questions_shown_if_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("first_id", "version", name=op.f("uq_questions_first_id")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questions_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_shown_if_id"), ["shown_if_id"], unique=False)

    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_saved_views_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_saved_views_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("event_id", "person_id", "name", name=op.f("uq_saved_views_event_id")),
    )
    with op.batch_alter_table("saved_views", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_views_person_id"), ["person_id"], unique=False)

    op.create_table(
        "add_ons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("is_included", sa.Boolean(), nullable=False),
        sa.CheckConstraint("0 <= least AND least <= most AND most > 0", name=op.f("ck_add_ons_numbers_in_order")),
        sa.ForeignKeyConstraint(["parent_id"], ["products.id"], name=op.f("fk_add_ons_parent_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_add_ons_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_add_ons")),
        sa.UniqueConstraint("parent_id", "product_id", name=op.f("uq_add_ons_parent_id")),
    )
    with op.batch_alter_table("add_ons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_add_ons_product_id"), ["product_id"], unique=False)

    op.create_table(
        "booking_code_products",
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["booking_codes.id"], name=op.f("fk_booking_code_products_code_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_booking_code_products_product_id")),
        sa.PrimaryKeyConstraint("code_id", "product_id", name=op.f("pk_booking_code_products")),
    )
    with op.batch_alter_table("booking_code_products", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_code_products_product_id"), ["product_id"], unique=False)

    op.create_table(
        "order_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_order_notes_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_notes_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_notes")),
    )
    with op.batch_alter_table("order_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_notes_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_notes_order_id"), ["order_id"], unique=False)

    op.create_table(
        "question_products",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_question_products_product_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_question_products_question_id")),
        sa.PrimaryKeyConstraint("question_id", "product_id", name=op.f("pk_question_products")),
    )
    with op.batch_alter_table("question_products", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_products_product_id"), ["product_id"], unique=False)

    op.create_table(
        "waiting_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("link_hash", sa.String(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("status", words("waitingstatus", ("waiting", "offered", "booked", "lapsed", "left")), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("places > 0", name=op.f("ck_waiting_entries_places_positive")),
        sa.ForeignKeyConstraint(["code_id"], ["booking_codes.id"], name=op.f("fk_waiting_entries_code_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_waiting_entries_event_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_waiting_entries_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_entries")),
        sa.UniqueConstraint("code_id", name=op.f("uq_waiting_entries_code_id")),
        sa.UniqueConstraint("key", name=op.f("uq_waiting_entries_key")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_waiting_entries_link_hash")),
    )
    with op.batch_alter_table("waiting_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiting_entries_email_key"), ["email_key"], unique=False)
        batch_op.create_index("ix_waiting_entries_queue", ["event_id", "status", "id"], unique=False)
        batch_op.create_index(
            "uq_waiting_entries_live",
            ["product_id", "email_key"],
            unique=True,
            postgresql_where=sa.text("status IN ('waiting', 'offered')"),
            sqlite_where=sa.text("status IN ('waiting', 'offered')"),
        )

    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_answers_file_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_answers_question_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_answers_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("ticket_id", "question_id", name=op.f("uq_answers_ticket_id")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_question_id"), ["question_id"], unique=False)

    op.create_table(
        "extras",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_extras_quantity_positive")),
        sa.ForeignKeyConstraint(["line_id"], ["order_lines.id"], name=op.f("fk_extras_line_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_extras_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extras")),
        sa.UniqueConstraint("ticket_id", "line_id", name=op.f("uq_extras_ticket_id")),
    )
    with op.batch_alter_table("extras", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extras_line_id"), ["line_id"], unique=False)

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changes_end_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("off_pence", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("reduction", sa.String(length=32), server_default="none", nullable=False))
        batch_op.add_column(sa.Column("code_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("vat", sa.String(length=32), server_default="exempt", nullable=False))
        batch_op.add_column(sa.Column("vat_percent", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("vat_pence", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index(batch_op.f("ix_order_lines_code_id"), ["code_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_order_lines_code_id"), "booking_codes", ["code_id"], ["id"])
        batch_op.drop_constraint(op.f("ck_order_lines_quantity_positive"), type_="check")
        batch_op.drop_constraint(op.f("ck_order_lines_total_agrees"), type_="check")
        batch_op.create_check_constraint(op.f("ck_order_lines_quantity_not_negative"), "quantity >= 0")
        batch_op.create_check_constraint(op.f("ck_order_lines_off_fits"), "0 <= off_pence AND off_pence <= unit_pence")
        batch_op.create_check_constraint(
            op.f("ck_order_lines_total_agrees"), "total_pence = quantity * (unit_pence - off_pence)"
        )
        batch_op.create_check_constraint(op.f("ck_order_lines_vat_fits"), "0 <= vat_pence AND vat_pence <= total_pence")
        batch_op.create_check_constraint(op.f("ck_order_lines_reduction"), is_one_of("reduction", REDUCTIONS))
        batch_op.create_check_constraint(op.f("ck_order_lines_vat"), is_one_of("vat", VAT))

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organisation", sa.String(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("placed_by_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_orders_placed_by_id"), ["placed_by_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_orders_placed_by_id"), "people", ["placed_by_id"], ["id"])
        batch_op.drop_constraint(op.f("ck_orders_orderstatus"), type_="check")
        batch_op.create_check_constraint(op.f("ck_orders_orderstatus"), is_one_of("status", ("requested", *STATUSES)))

    with op.batch_alter_table("price_periods", schema=None) as batch_op:
        batch_op.add_column(sa.Column("group_percent", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_check_constraint(
            op.f("ck_price_periods_group_percent_of_100"), "group_percent >= 0 AND group_percent <= 100"
        )

    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=32), server_default="ticket", nullable=False))
        batch_op.add_column(sa.Column("vat", sa.String(length=32), server_default="exempt", nullable=False))
        batch_op.add_column(sa.Column("is_hidden", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("needs_approval", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("least_per_order", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("most_per_order", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("most_per_person", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_products_limits_positive"), "most_per_order > 0 AND most_per_person > 0"
        )
        batch_op.create_check_constraint(
            op.f("ck_products_limits_in_order"), "least_per_order >= 1 AND least_per_order <= most_per_order"
        )
        batch_op.create_check_constraint(op.f("ck_products_productkind"), is_one_of("kind", KINDS))
        batch_op.create_check_constraint(op.f("ck_products_vat"), is_one_of("vat", VAT))

    with op.batch_alter_table("quotas", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reserved", sa.Integer(), server_default="0", nullable=False))
        batch_op.drop_constraint(op.f("ck_quotas_not_oversold"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_quotas_not_oversold"),
            "sold >= 0 AND held >= 0 AND reserved >= 0 AND sold + held + reserved <= capacity",
        )

    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("filled_in_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_column("cancelled_at")
        batch_op.drop_column("filled_in_at")

    with op.batch_alter_table("quotas", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_quotas_not_oversold"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_quotas_not_oversold"), "sold >= 0 AND held >= 0 AND sold + held <= capacity"
        )
        batch_op.drop_column("reserved")

    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_products_vat"), type_="check")
        batch_op.drop_constraint(op.f("ck_products_productkind"), type_="check")
        batch_op.drop_constraint(op.f("ck_products_limits_in_order"), type_="check")
        batch_op.drop_constraint(op.f("ck_products_limits_positive"), type_="check")
        batch_op.drop_column("most_per_person")
        batch_op.drop_column("most_per_order")
        batch_op.drop_column("least_per_order")
        batch_op.drop_column("needs_approval")
        batch_op.drop_column("is_hidden")
        batch_op.drop_column("vat")
        batch_op.drop_column("kind")

    with op.batch_alter_table("price_periods", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_price_periods_group_percent_of_100"), type_="check")
        batch_op.drop_column("group_percent")

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_orders_placed_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_orders_placed_by_id"))
        batch_op.drop_constraint(op.f("ck_orders_orderstatus"), type_="check")
        batch_op.create_check_constraint(op.f("ck_orders_orderstatus"), is_one_of("status", STATUSES))
        batch_op.drop_column("placed_by_id")
        batch_op.drop_column("organisation")

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_order_lines_code_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_order_lines_code_id"))
        batch_op.drop_constraint(op.f("ck_order_lines_vat"), type_="check")
        batch_op.drop_constraint(op.f("ck_order_lines_reduction"), type_="check")
        batch_op.drop_constraint(op.f("ck_order_lines_vat_fits"), type_="check")
        batch_op.drop_constraint(op.f("ck_order_lines_total_agrees"), type_="check")
        batch_op.drop_constraint(op.f("ck_order_lines_off_fits"), type_="check")
        batch_op.drop_constraint(op.f("ck_order_lines_quantity_not_negative"), type_="check")
        batch_op.create_check_constraint(op.f("ck_order_lines_quantity_positive"), "quantity > 0")
        batch_op.create_check_constraint(op.f("ck_order_lines_total_agrees"), "total_pence = quantity * unit_pence")
        batch_op.drop_column("vat_pence")
        batch_op.drop_column("vat_percent")
        batch_op.drop_column("vat")
        batch_op.drop_column("code_id")
        batch_op.drop_column("reduction")
        batch_op.drop_column("off_pence")

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_column("changes_end_at")

    with op.batch_alter_table("extras", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extras_line_id"))

    op.drop_table("extras")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_question_id"))

    op.drop_table("answers")
    with op.batch_alter_table("waiting_entries", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_waiting_entries_live",
            postgresql_where=sa.text("status IN ('waiting', 'offered')"),
            sqlite_where=sa.text("status IN ('waiting', 'offered')"),
        )
        batch_op.drop_index("ix_waiting_entries_queue")
        batch_op.drop_index(batch_op.f("ix_waiting_entries_email_key"))

    op.drop_table("waiting_entries")
    with op.batch_alter_table("question_products", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_products_product_id"))

    op.drop_table("question_products")
    with op.batch_alter_table("order_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_notes_order_id"))
        batch_op.drop_index(batch_op.f("ix_order_notes_by_id"))

    op.drop_table("order_notes")
    with op.batch_alter_table("booking_code_products", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_code_products_product_id"))

    op.drop_table("booking_code_products")
    with op.batch_alter_table("add_ons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_add_ons_product_id"))

    op.drop_table("add_ons")
    with op.batch_alter_table("saved_views", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_views_person_id"))

    op.drop_table("saved_views")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questions_shown_if_id"))
        batch_op.drop_index(batch_op.f("ix_questions_event_id"))

    op.drop_table("questions")
    with op.batch_alter_table("booking_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_codes_is_reserving"))

    op.drop_table("booking_codes")
