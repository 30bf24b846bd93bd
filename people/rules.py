"""Addresses, codes, invitations and second factors: when they hold. Nothing here reads a clock or a database."""

import base64
import enum
import hashlib
import hmac
import unicodedata
from datetime import datetime, timedelta

import idna

from core.errors import NotAllowed, Refusal, TooMany
from core.words import count
from people.models import AddressChange, AuthenticatorApp, Invitation, Person, Role, SignIn, SignInCode

# What somebody does and in which event, by its slug; None is all of them.
Duties = frozenset[tuple[Role, str | None]]
ROLE_WORDS = {Role.ORGANISER: "organiser", Role.DOOR: "door steward"}
# Who sees other people's data or moves money, unless the organisation's setting says otherwise.
WITH_SECOND_FACTOR = frozenset({Role.ORGANISER, Role.FINANCE, Role.ABSTRACT_CHAIR, Role.POLICY_EDITOR, Role.REVIEWER})
NOBODY = "none"


class Proof(enum.Enum):
    """What somebody is asked for before they go on."""

    IDENTITY = "identity"  # that it is still them, by any means
    FACTOR = "factor"  # more than their mailbox
    SET_UP = "set up"  # a second factor, which they must have and have not


class NotAnAddress(Refusal):
    status = 422


class CodeIsOver(Refusal):
    pass


class InvitationIsOver(Refusal):
    pass


class InvitedSomebodyElse(NotAllowed):
    pass


class TooManyTries(TooMany):
    pass


class NotAPasskey(Refusal):
    pass


class FactorFirst(Refusal):
    pass


class AddressLinkIsOver(Refusal):
    pass


class AddressTaken(Refusal):
    pass


def holds_duty(duties: Duties, role: Role, event_slug: str | None) -> bool:
    """True if ``role`` is among the duties held in that event; without a slug, in all events."""
    return (role, None) in duties or (event_slug is not None and (role, event_slug) in duties)


def email_key(address: str) -> str:
    """The one form in which two addresses are compared: NFKC, case folded, the domain in IDNA (R10).

    Raises NotAnAddress for what cannot be one.
    """
    local, at, domain = unicodedata.normalize("NFKC", address).strip().rpartition("@")
    domain = domain.rstrip(".")
    odd = any(_is_odd(letter) for letter in local + domain)
    if odd or not (local and at in address and "." in domain):
        raise NotAnAddress("Write the email address in full, like name@trust.example.")
    try:
        # IDNA's own case mapping: folding would make one of straße.example and strasse.example, which are two.
        domain = idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        raise NotAnAddress("Write the email address in full, like name@trust.example.") from None
    return f"{_folded(_folded(local))}@{domain}"


def _is_odd(letter: str) -> bool:
    # A header reads these as the end of one address and the beginning of another.
    return letter in '()<>[]:;@\\,"' or unicodedata.category(letter)[0] in "CZ"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.casefold())


def digits_for(secret: str, code: SignInCode) -> str:
    """The six digits of a code: reckoned from the program's secret, so that no table holds them."""
    digest = hmac.new(secret.encode(), f"sign-in:{code.key}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06}"


def check_open(code: SignInCode | None, wrong_tries: int, allowed: int, now: datetime) -> None:
    """Raise CodeIsOver unless the code may still be tried."""
    if code is None or code.used_at is not None or now >= code.expires_at or wrong_tries >= allowed:
        raise CodeIsOver("That code no longer works. Ask for a new one.")


def check_mailbox(code: SignInCode, person: Person) -> None:
    """Raise CodeIsOver unless the code went to this person's mailbox, as it is now."""
    if code.email_key != person.email_key:
        raise CodeIsOver("That code no longer works. Ask for a new one.")


def is_code_open(code: SignInCode, now: datetime) -> bool:
    return code.used_at is None and now < code.expires_at


def check_sent(code: SignInCode, now: datetime) -> None:
    """Raise TooManyTries if no letter went out with this code. Told to its owner alone."""
    if not is_code_open(code, now):
        raise TooManyTries("You have had too many codes. Wait fifteen minutes, then try again.")


def check_tries(times: int, allowed: int) -> None:
    """Raise TooManyTries once somebody has guessed at a second factor too often."""
    if times >= allowed:
        raise TooManyTries("That was wrong too often. Wait fifteen minutes, or use a passkey.")


def is_right(secret: str, code: SignInCode, typed: str) -> bool:
    return hmac.compare_digest(digits_for(secret, code), typed)


def check_invitation(invitation: Invitation, person: Person, now: datetime) -> None:
    """Raise unless the invitation is open and for this person's proved address."""
    if not is_open(invitation, now):
        raise InvitationIsOver("This invitation has been used or has run out. Ask for a new one.")
    if invitation.email_key != person.email_key:
        raise InvitedSomebodyElse("This invitation is for another address. Sign in with the one it was sent to.")


def hash_of(token: str) -> str:
    """What is stored of a secret handed out: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_token(secret: str, kind: str, number: int, version: int) -> str:
    """The token of an access link: 128 bits reckoned from the secret, the same until ``version`` moves on."""
    digest = hmac.new(secret.encode(), f"link:{kind}:{number}:{version}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def is_open(invitation: Invitation, now: datetime) -> bool:
    return invitation.taken_at is None and now < invitation.expires_at


def wrong_code_words(tries_left: int) -> str:
    if tries_left <= 0:
        return "That code does not match, and there are no tries left. Ask for a new code."
    return f"That code does not match. Check the newest email; you have {count(tries_left, 'try', 'tries')} left."


def browser_words(agent: str) -> str:
    """A browser as its owner would name it, such as “Firefox on Windows”. The whole string is not kept."""
    browsers = {
        "Edg/": "Edge",
        "OPR/": "Opera",
        "Firefox/": "Firefox",
        "Chrome/": "Chrome",
        "Safari/": "Safari",
    }
    systems = {
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Android": "Android",
        "Windows": "Windows",
        "Mac OS": "Mac",
    }
    browser = next((name for sign, name in browsers.items() if sign in agent), "A browser")
    system = next((name for sign, name in systems.items() if sign in agent), "")
    return f"{browser} on {system}" if system else browser


def is_fresh(sign_in: SignIn, fresh_for: timedelta, now: datetime) -> bool:
    """True if this browser has proved whose it is lately enough for money, duties and addresses (R12)."""
    proved_at = max(sign_in.begun_at, sign_in.confirmed_at or sign_in.begun_at)
    return now - proved_at < fresh_for


def lacks_second_factor(sign_in: SignIn) -> bool:
    """True if its person asks for two steps and this browser has taken only one of them."""
    return sign_in.person.two_step_since is not None and sign_in.second_factor_at is None


def must_have_second_factor(duties: Duties, required: frozenset[Role]) -> bool:
    return any(role in required for role, _ in duties)


def roles_named(setting: str) -> frozenset[Role]:
    """The roles in ``organiser, finance``; those of ours if it is empty, none for ``none``. Raises ValueError."""
    if not setting:
        return WITH_SECOND_FACTOR
    return frozenset() if setting == NOBODY else frozenset(Role(each.strip()) for each in setting.split(","))


def what_to_prove(sign_in: SignIn, *, is_required: bool, has_factor: bool, is_fresh: bool) -> Proof:
    """What the page for confirming asks of this browser."""
    if lacks_second_factor(sign_in):
        return Proof.FACTOR
    if is_required and sign_in.second_factor_at is None:
        if has_factor:
            return Proof.FACTOR
        return Proof.SET_UP if is_fresh else Proof.IDENTITY
    return Proof.IDENTITY


def check_may_change_factors(sign_in: SignIn, *, is_required: bool, has_factor: bool) -> None:
    """Raise FactorFirst if a mailbox alone would replace the second factor of somebody who must have one."""
    if is_required and has_factor and sign_in.second_factor_at is None:
        raise FactorFirst("You have a second factor already. Prove it first: the page about your security leads there.")


def check_app_to_prove(app: AuthenticatorApp | None) -> AuthenticatorApp:
    """The app whose first digits are awaited. Raises FactorFirst if there is none."""
    if app is None or app.proved_at is not None:
        raise FactorFirst("No app is being set up. Begin again on the security page.")
    return app


def check_has_app(has_app: bool) -> None:
    if not has_app:
        raise FactorFirst("Recovery codes go with an authenticator app, and you have none.")


def address_token(secret: str, key: str, mailbox: str) -> str:
    """The token in the letter to the ``old`` or the ``new`` mailbox of a change of address: 128 bits."""
    digest = hmac.new(secret.encode(), f"address:{mailbox}:{key}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def is_address_link_open(change: AddressChange, token_hash: str, now: datetime) -> bool:
    """True until it is used, replaced by a newer one, or an hour old."""
    used_at = change.old_proved_at if token_hash == change.old_hash else change.new_proved_at
    return change.ended_at is None and used_at is None and now < change.expires_at


def check_address_link(change: AddressChange, token_hash: str, now: datetime) -> None:
    if not is_address_link_open(change, token_hash, now):
        raise AddressLinkIsOver("This link has been used or has run out. Ask for the change once more, please.")
