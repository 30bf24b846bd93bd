"""Addresses, codes and invitations: when they hold. Nothing here reads a clock or a database."""

import base64
import hashlib
import hmac
import unicodedata
from collections.abc import Set
from datetime import date, datetime
from zoneinfo import ZoneInfo

import idna

from core.errors import NotAllowed, Refusal
from core.words import count
from people.models import Answer, Channel, Duty, Invitation, Person, Purpose, Role, SignInCode

# What somebody does and in which event, by its slug; None is all of them.
Duties = frozenset[tuple[Role, str | None]]
Subject = tuple[Purpose, Channel]
LONDON = ZoneInfo("Europe/London")
ROLE_WORDS = {
    Role.ORGANISER: "organiser",
    Role.FINANCE: "finance officer",
    Role.ABSTRACT_CHAIR: "abstract chair",
    Role.REVIEWER: "reviewer",
    Role.PROGRAMME_EDITOR: "programme editor",
    Role.REGIONAL_LEAD: "regional lead",
    Role.POLICY_EDITOR: "policy editor",
    Role.CONVENOR: "network convenor",
    Role.DOOR: "door steward",
    Role.EXHIBITOR: "exhibitor",
    Role.READ_ONLY: "reader of everything",
}
NATIONS = ("england", "scotland", "wales", "northern ireland")  # a regional lead's; members' register has them too
LONGEST_SCOPE = 120

# What is agreed to, in the words that are stored with the answer. Other words, another version.
CONSENT_VERSION = "2026-11"
CONSENT_WORDS = {
    (Purpose.NEWS, Channel.EMAIL): "Email me about coming events.",
    (Purpose.NEWS, Channel.POST): "Write to me by post about coming events.",
    (Purpose.NEWS, Channel.PHONE): "Phone me about coming events.",
    (Purpose.SURVEYS, Channel.EMAIL): "Email me surveys, such as what I thought of an event.",
    (Purpose.SURVEYS, Channel.POST): "Send me surveys by post, such as what I thought of an event.",
    (Purpose.SURVEYS, Channel.PHONE): "Phone me for surveys, such as what I thought of an event.",
    (
        Purpose.SPONSORS,
        Channel.EMAIL,
    ): "Give sponsors of events that I book my email address, so that they may email me.",
    (Purpose.SPONSORS, Channel.POST): "Give sponsors of events that I book my address, so that they may write to me.",
    (Purpose.SPONSORS, Channel.PHONE): "Give sponsors of events that I book my number, so that they may phone me.",
}


class NotAnAddress(Refusal):
    status = 422


class CodeIsOver(Refusal):
    pass


class InvitationIsOver(Refusal):
    pass


class InvitedSomebodyElse(NotAllowed):
    pass


class MayNotOffer(NotAllowed):
    pass


class ScopeIsWrong(Refusal):
    status = 422


class LastDayIsPast(Refusal):
    status = 422


class MayNotEnd(Refusal):
    pass


def holds_duty(duties: Duties, role: Role, event_slug: str | None) -> bool:
    """True if ``role`` is among the duties held in that event; without a slug, in all events."""
    return (role, None) in duties or (event_slug is not None and (role, event_slug) in duties)


def london_day(now: datetime) -> date:
    """The date in London, by which duties end."""
    return now.astimezone(LONDON).date()


def is_held(duty: Duty, today: date) -> bool:
    """True up to its last day, and on it."""
    return duty.ends_on is None or today <= duty.ends_on


def check_may_offer(held: Duties, event_slug: str | None) -> None:
    """Raise MayNotOffer unless who holds these duties may give others there: in an event who runs it, in all events
    who runs all."""
    if not holds_duty(held, Role.ORGANISER, event_slug):
        raise MayNotOffer("You may offer duties in the events that you run, and in no other.")


def check_scope(role: Role, scope: str) -> None:
    """Raise ScopeIsWrong unless a regional lead has a nation, a convenor a network, and anybody else nothing."""
    if role is Role.REGIONAL_LEAD:
        if scope not in NATIONS:
            raise ScopeIsWrong("Choose the nation of the regional lead: England, Scotland, Wales or Northern Ireland.")
    elif role is Role.CONVENOR:
        if not 0 < len(scope) <= LONGEST_SCOPE:
            raise ScopeIsWrong("Write the name of the network, in 120 characters at most.")
    elif scope:
        raise ScopeIsWrong("Only a regional lead has a nation, and only a convenor a network.")


def check_last_day(ends_on: date | None, today: date) -> None:
    """Raise LastDayIsPast for a duty that would be over before it begins."""
    if ends_on is not None and ends_on < today:
        raise LastDayIsPast("Choose a last day that is today or later, or none.")


def check_may_end(duty: Duty, by_id: int) -> None:
    """Raise MayNotEnd for one's own duty as an organiser of all events: somebody must be left to give it back."""
    if duty.person_id == by_id and duty.role is Role.ORGANISER and duty.event_id is None:
        raise MayNotEnd("You cannot end your own duty for all events. Ask another organiser of all events to end it.")


def duty_words(role: Role, scope: str) -> str:
    """The duty as its holder would say it: “regional lead, Northern Ireland”."""
    named = scope.title() if role is Role.REGIONAL_LEAD else scope
    return f"{ROLE_WORDS[role]}, {named}" if named else ROLE_WORDS[role]


def new_answers(standing: Set[Subject], wanted: Set[Subject]) -> dict[Subject, Answer]:
    """What is newly said by somebody who agreed to ``standing`` and now wants ``wanted``: nothing said twice."""
    granted = {each: Answer.GRANTED for each in CONSENT_WORDS if each in wanted - standing}
    withdrawn = {each: Answer.WITHDRAWN for each in CONSENT_WORDS if each in standing - wanted}
    return granted | withdrawn


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
    """True until it is taken, withdrawn or too old, or its duty's last day is over."""
    is_live = invitation.taken_at is None and now < invitation.expires_at
    return is_live and (invitation.ends_on is None or london_day(now) <= invitation.ends_on)


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
