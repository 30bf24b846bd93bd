"""What is sold: products with their prices, the quotas they draw on, and the add-ons that go with a ticket."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base


class Category(enum.Enum):
    """An audience category: what kind of delegate somebody is, and so what their place costs."""

    STANDARD = "standard"  # where an event asks no more: whoever comes
    MEMBER = "member doctor or dentist"
    FELLOW = "fellow"
    MEMBER_CLINICAL = "member of another profession"
    MEMBER_TRAINEE = "member trainee"
    MEMBER_STUDENT = "member student"
    DOCTOR = "doctor or dentist"
    TRAINEE = "trainee"
    STUDENT = "student"
    PUBLIC = "public sector or charity"
    COMMERCIAL = "commercial"
    LOW_INCOME = "low-income country"
    PARTNER = "patient or carer partner"
    ISSUED = "issued"
    BURSARY = "bursary"


class ProductKind(enum.Enum):
    TICKET = "ticket"
    ADD_ON = "add-on"


class Vat(enum.Enum):
    """How VAT is dealt with. It belongs to the product: no line inherits the event's exemption (domain rule 26)."""

    EXEMPT = "exempt"
    STANDARD = "standard"
    NOT_REGISTERED = "not registered"


product_quotas = Table(
    "product_quotas",
    Base.metadata,
    Column("product_id", ForeignKey("products.id"), primary_key=True),
    Column("quota_id", ForeignKey("quotas.id"), primary_key=True, index=True),
)


class Quota(Base):
    """A number of places that one product or several draw on. The database lets nobody sell more (R2).

    ``reserved`` are kept for those who have a code or an offer from the waiting list.
    """

    __tablename__ = "quotas"
    __table_args__ = (
        CheckConstraint(
            "sold >= 0 AND held >= 0 AND reserved >= 0 AND sold + held + reserved <= capacity", name="not_oversold"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    name: Mapped[str]
    capacity: Mapped[int]
    sold: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0, server_default="0")
    # Of those held or reserved, how many are so no longer by the clock; and how many people wait for one.
    # Queries that know say so.
    dead = 0
    waited_for = 0

    @property
    def free(self) -> int:
        """What may be sold at once."""
        return self.capacity - self.sold - self.held - self.reserved

    @property
    def left(self) -> int:
        """What may be sold once the dead holds are cleared away and the waiting list is served: what is shown."""
        return max(0, self.free + self.dead - self.waited_for)


class Product(Base):
    """A thing sold. A ticket admits one person to its event; an add-on goes with the ticket of one delegate.

    A hidden product is shown to who has a code that opens it; one that needs approval is asked for, not bought.
    A ticket for one day admits on ``only_day`` and on no other.
    """

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("price_pence >= 0", name="price_not_negative"),
        CheckConstraint("sales_open_at < sales_close_at", name="sale_in_order"),
        CheckConstraint("most_per_order > 0 AND most_per_person > 0", name="limits_positive"),
        CheckConstraint("least_per_order >= 1 AND least_per_order <= most_per_order", name="limits_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    name: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    kind: Mapped[ProductKind] = mapped_column(default=ProductKind.TICKET, server_default="ticket")
    price_pence: Mapped[int]
    vat: Mapped[Vat] = mapped_column(default=Vat.EXEMPT, server_default="exempt")
    position: Mapped[int] = mapped_column(default=0)
    in_person: Mapped[bool] = mapped_column(default=True)
    only_day: Mapped[date | None]
    is_hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    needs_approval: Mapped[bool] = mapped_column(default=False, server_default=false())
    least_per_order: Mapped[int] = mapped_column(default=1, server_default="1")  # of those who want any
    most_per_order: Mapped[int | None]
    most_per_person: Mapped[int | None]
    sales_open_at: Mapped[datetime]
    sales_close_at: Mapped[datetime]
    quotas: Mapped[list[Quota]] = relationship(secondary=product_quotas, order_by=Quota.id)
    prices: Mapped[list["Price"]] = relationship(back_populates="product", order_by="Price.id")
    add_ons: Mapped[list["AddOn"]] = relationship(foreign_keys="AddOn.parent_id", order_by="AddOn.id")

    # How many of its reserved places are for the code that the buyer has. Queries that know say so.
    kept = 0

    @property
    def left(self) -> int:
        """Places left: what the tightest of its quotas has, or what the buyer's code keeps."""
        return max(self.kept, min((quota.left for quota in self.quotas), default=0))


class AddOn(Base):
    """``product`` may be had with the ticket ``parent``: so many for each delegate, at its price or included."""

    __tablename__ = "add_ons"
    __table_args__ = (
        UniqueConstraint("parent_id", "product_id"),
        CheckConstraint("0 <= least AND least <= most AND most > 0", name="numbers_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    least: Mapped[int] = mapped_column(default=0)
    most: Mapped[int] = mapped_column(default=1)
    is_included: Mapped[bool] = mapped_column(default=False)
    product: Mapped[Product] = relationship(foreign_keys=product_id)


class PricePeriod(Base):
    """A price period of an event, such as early bird. ``ends_at`` is the first instant at which it is over.

    ``group_percent`` is what comes off for a group while it lasts (domain rule 7).
    """

    __tablename__ = "price_periods"
    __table_args__ = (
        UniqueConstraint("event_id", "ends_at"),
        CheckConstraint("group_percent >= 0 AND group_percent <= 100", name="group_percent_of_100"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    name: Mapped[str]
    ends_at: Mapped[datetime]
    group_percent: Mapped[int] = mapped_column(default=0, server_default="0")


class Price(Base):
    """What one category pays for a product in one price period, in pence. A product without any has one price."""

    __tablename__ = "prices"
    __table_args__ = (
        UniqueConstraint("product_id", "category", "period_id"),
        CheckConstraint("pence >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    category: Mapped[Category]
    period_id: Mapped[int] = mapped_column(ForeignKey("price_periods.id"), index=True)
    pence: Mapped[int]
    product: Mapped[Product] = relationship(back_populates="prices")
    period: Mapped[PricePeriod] = relationship(lazy="joined", innerjoin=True)
