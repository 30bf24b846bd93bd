"""What an authenticator app and a sheet of recovery codes come to: pure sums, and the seal over the app's secret."""

import base64
import hmac
import secrets
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from people.rules import hash_of

STEP_SECONDS = 30
# 31 letters and digits, none of which looks like another: 16 of them are 79 bits.
RECOVERY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_LENGTH = 16


def new_secret() -> str:
    """160 bits in the letters that an app takes."""
    return pyotp.random_base32()


def address_of(secret: str, email: str) -> str:
    """What is in the QR that an app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Plenary")


def new_recovery_code() -> str:
    return "".join(secrets.choice(RECOVERY_LETTERS) for _ in range(RECOVERY_LENGTH))


def sealed(secret: str, person_id: int, text: str) -> str:
    """``text`` as it is kept in a table: nobody reads it without the program's secret, nor as somebody else's."""
    return _seal(secret, person_id).encrypt(text.encode()).decode()


def unsealed(secret: str, person_id: int, kept: str) -> str | None:
    """What was sealed, or None if that was under another secret or for another person."""
    try:
        return _seal(secret, person_id).decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def _seal(secret: str, person_id: int) -> Fernet:
    kept_for = f"authenticator app of person {person_id}".encode()
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=kept_for).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def app_step(app_secret: str, typed: str, last_step: int, now: datetime) -> int | None:
    """The half minute that ``typed`` belongs to: now or one beside it, and after the last that was used."""
    this_step = int(now.timestamp()) // STEP_SECONDS
    app = pyotp.TOTP(app_secret)
    for step in (this_step - 1, this_step, this_step + 1):
        if hmac.compare_digest(app.generate_otp(step), typed) and step > last_step:
            return step
    return None


def recovery_hash(person_id: int, typed: str) -> str:
    """What is stored of a recovery code; spaces, hyphens and capitals in ``typed`` make no difference."""
    return hash_of(f"{person_id}:{''.join(letter for letter in typed.lower() if letter in RECOVERY_LETTERS)}")


def in_groups(code: str) -> str:
    """A recovery code as it is printed: four groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
