"""Second factors: who must have one, and what is to be proved before somebody goes on."""

import enum
from datetime import datetime, timedelta

from core.errors import Refusal
from people.models import (
    AuthenticatorApp,
    Role,
    SignIn,
)
from people.rules.duties import Duties

# Who sees other people's data or moves money, unless the organisation's setting says otherwise.
WITH_SECOND_FACTOR = frozenset({Role.ORGANISER, Role.FINANCE, Role.ABSTRACT_CHAIR, Role.POLICY_EDITOR, Role.REVIEWER})


NOBODY = "none"


class Proof(enum.Enum):
    """What somebody is asked for before they go on."""

    IDENTITY = "identity"  # that it is still them, by any means
    FACTOR = "factor"  # more than their mailbox
    SET_UP = "set up"  # a second factor, which they must have and have not


class NotAPasskey(Refusal):
    pass


class FactorFirst(Refusal):
    pass


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
