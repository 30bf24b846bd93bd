import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base


class Role(enum.Enum):
    """What somebody does, in one event or in all of them."""

    ORGANISER = "organiser"
    FINANCE = "finance"
    ABSTRACT_CHAIR = "abstract chair"
    REVIEWER = "reviewer"
    PROGRAMME_EDITOR = "programme editor"
    REGIONAL_LEAD = "regional lead"
    POLICY_EDITOR = "policy editor"
    CONVENOR = "network convenor"
    DOOR = "door"
    EXHIBITOR = "exhibitor"
    READ_ONLY = "read-only"


class Person(Base):
    """Anyone who signs in. Mail goes to ``email`` as it was typed; ``email_key`` is what is compared (R10).

    A record merged into another keeps its address, so that nobody else takes it: who proves it is the other.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    # From then on a code from the mailbox is not enough to sign in.
    two_step_since: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    merged_into: Mapped["Person | None"] = relationship(remote_side=[id])

    @property
    def known_as(self) -> str:
        return self.name or self.email


class Duty(Base):
    """A role held by a person in one event, or in all of them where ``event_id`` is empty."""

    __tablename__ = "duties"
    __table_args__ = (
        UniqueConstraint("person_id", "event_id", "role", "scope"),
        # To a database two empty event ids differ, so the duty for all events needs its own once-only.
        Index(
            "uq_duties_everywhere",
            "person_id",
            "role",
            "scope",
            unique=True,
            sqlite_where=text("event_id IS NULL"),
            postgresql_where=text("event_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    role: Mapped[Role]
    ends_on: Mapped[date | None]  # the last day, in London; none is until somebody ends it
    # A regional lead's nation, a convenor's network, the name of an exhibitor.
    scope: Mapped[str] = mapped_column(default="", server_default=text("''"))
    person: Mapped[Person] = relationship()
    # Named, not imported: events stand above people.
    event = relationship("Event")


class SignInCode(Base):
    """A code asked for by one browser. The six digits are reckoned from ``key`` and never stored."""

    __tablename__ = "sign_in_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(index=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class WrongCode(Base):
    """One wrong try at a code: kept whatever became of the request."""

    __tablename__ = "wrong_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("sign_in_codes.id"), index=True)
    tried_at: Mapped[datetime]


class SignIn(Base):
    """A browser in which a person is signed in. The cookie holds a random key, this row its hash (R12)."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    key_hash: Mapped[str] = mapped_column(unique=True)
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(default="")
    # When the person last proved that it is still them, and when that was by more than a mailbox.
    confirmed_at: Mapped[datetime | None]
    second_factor_at: Mapped[datetime | None]
    # Knows the browser again for this one person, and for nobody else.
    device_hash: Mapped[str] = mapped_column(default="", server_default=text("''"))
    person: Mapped[Person] = relationship()


class Passkey(Base):
    """A key pair of a person's phone, computer or stick, of which this is the public half."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[str]
    sign_count: Mapped[int]
    name: Mapped[str]
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


class AuthenticatorApp(Base):
    """An app that shows six digits every half minute. Its secret is sealed; it counts once it was proved."""

    __tablename__ = "authenticator_apps"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    sealed_secret: Mapped[str]
    begun_at: Mapped[datetime]
    proved_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code on paper that stands in for the app, once. This row holds its hash."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AddressChange(Base):
    """A wish to sign in with another address: done once both mailboxes have pressed their button (R10, R11)."""

    __tablename__ = "address_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    sign_in_id: Mapped[int] = mapped_column(ForeignKey("sign_ins.id"))
    email: Mapped[str]
    email_key: Mapped[str]
    # The links are reckoned from ``key``; what is looked up are their hashes.
    key: Mapped[str] = mapped_column(unique=True)
    old_hash: Mapped[str] = mapped_column(unique=True)
    new_hash: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    old_proved_at: Mapped[datetime | None]
    new_proved_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


class Invitation(Base):
    """A duty offered to an address, taken up once by whoever proves that mailbox (R11)."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    email_key: Mapped[str]
    role: Mapped[Role]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    ends_on: Mapped[date | None]
    scope: Mapped[str] = mapped_column(default="", server_default=text("''"))
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    event = relationship("Event")


class Channel(enum.Enum):
    EMAIL = "email"
    POST = "post"
    PHONE = "phone"


class Purpose(enum.Enum):
    """News of events; surveys; sharing with sponsors, who then say something themselves."""

    NEWS = "news"
    SURVEYS = "surveys"
    SPONSORS = "sponsors"


class Answer(enum.Enum):
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


class Consent(Base):
    """What somebody said to one purpose by one channel, to which words. Only ever added to: the latest row stands."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[Channel]
    purpose: Mapped[Purpose]
    answer: Mapped[Answer]
    wording: Mapped[str]
    version: Mapped[str]
    said_at: Mapped[datetime]
