"""What a person does to sign in, to prove who they are, and to take up duties. The unit of work commits."""

from people.actions.addresses import ask_for_address, prove_address
from people.actions.consents import agree
from people.actions.duties import end_duty, give_duty, invite, offer_duty, rename_scope, take_duty, withdraw_invitation
from people.actions.factors import (
    add_passkey,
    begin_app,
    drop_factors,
    prove_app,
    remove_app,
    remove_passkey,
    renew_recovery_codes,
    use_app,
    use_passkey,
    use_recovery_code,
    use_typed_factor,
)
from people.actions.known import person_at
from people.actions.sign_ins import (
    ask_for_code,
    call_oneself,
    confirm,
    confirm_by_code,
    end_sign_ins,
    sign_in,
    sign_in_by_passkey,
    sign_out,
)

__all__ = [
    "add_passkey",
    "agree",
    "ask_for_address",
    "ask_for_code",
    "begin_app",
    "call_oneself",
    "confirm",
    "confirm_by_code",
    "drop_factors",
    "end_duty",
    "end_sign_ins",
    "give_duty",
    "invite",
    "offer_duty",
    "person_at",
    "prove_address",
    "prove_app",
    "remove_app",
    "remove_passkey",
    "rename_scope",
    "renew_recovery_codes",
    "sign_in",
    "sign_in_by_passkey",
    "sign_out",
    "take_duty",
    "use_app",
    "use_passkey",
    "use_recovery_code",
    "use_typed_factor",
    "withdraw_invitation",
]
