"""The protocol of passkeys (WebAuthn), behind the few calls we make to it. It reads and writes no table."""

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import current_app
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from core.config import LOOPBACK
from people.models import Passkey, Person
from people.rules import NotAPasskey, link_token

# What a browser sends is a stranger's: the library has exceptions of its own, and these for JSON of another shape.
UNREADABLE = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)
LOCAL = "localhost"  # a passkey belongs to a name, and 127.0.0.1 is none
REFUSED = "This passkey was not accepted. Try once more, or use a code from your email."


def options_to_add(person: Person, known: Sequence[Passkey], challenge: bytes) -> str:
    """What a browser needs to make a passkey for ``person``, as JSON. One that is known is not made twice."""
    user_id = link_token(current_app.config["SECRET_KEY"], "passkeys of person", person.id, 0)
    return options_to_json(
        generate_registration_options(
            rp_id=_site(),
            rp_name="Plenary",
            user_id=user_id.encode(),
            user_name=person.email,
            user_display_name=person.known_as,
            challenge=challenge,
            # Not said: whether it is this device's own, since either answer hides the other kind.
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential_id)) for each in known
            ],
        )
    )


def options_to_prove(challenge: bytes, known: Sequence[Passkey] = ()) -> str:
    """What a browser needs to prove one of ``known``, or any that it holds for this site, as JSON."""
    return options_to_json(
        generate_authentication_options(
            rp_id=_site(),
            challenge=challenge,
            user_verification=UserVerificationRequirement.REQUIRED,
            allow_credentials=[
                PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential_id)) for each in known
            ],
        )
    )


def made(credential: str, challenge: bytes) -> Passkey:
    """A new passkey, nobody's yet, from what the browser sent. Raises NotAPasskey."""
    try:
        found = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_site(),
            expected_origin=_origins(),
            require_user_verification=True,
        )
    except UNREADABLE as error:
        raise NotAPasskey(REFUSED) from error
    return Passkey(
        credential_id=bytes_to_base64url(found.credential_id),
        public_key=bytes_to_base64url(found.credential_public_key),
        sign_count=found.sign_count,
    )


def credential_id(credential: str) -> str:
    """Which passkey the browser says it has used. Raises NotAPasskey."""
    try:
        return bytes_to_base64url(parse_authentication_credential_json(json.loads(credential)).raw_id)
    except UNREADABLE as error:
        raise NotAPasskey(REFUSED) from error


def proved(credential: str, passkey: Passkey, challenge: bytes) -> int:
    """The count that the passkey has come to, once it has signed ``challenge``. Raises NotAPasskey."""
    try:
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_site(),
            expected_origin=_origins(),
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except UNREADABLE as error:
        raise NotAPasskey(REFUSED) from error
    return found.new_sign_count


def _site() -> str:
    host = urlsplit(current_app.config["BASE_URL"]).hostname or ""
    return LOCAL if host in LOOPBACK else host


def _origins() -> list[str]:
    base = urlsplit(current_app.config["BASE_URL"])
    local = f"{base.scheme}://{LOCAL}" + (f":{base.port}" if base.port else "")
    return [local if base.hostname in LOOPBACK else f"{base.scheme}://{base.netloc}"]
