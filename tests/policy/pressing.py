"""Those who read early, for tests. Each saves one valid thing; a test names only what it is about."""

import io
from itertools import count

import pypdf

from core import files
from core.files import StoredFile
from core.mail import Letter
from core.outbox import OutgoingLetter, compose
from policy.models import AccessAct, AccessStep, Grant, GuestKind, Launch
from policy.rules import usual_expiry
from tests import factories as make
from tests.policy.launching import a_position, a_scheduled_launch

SECRET = "Quorsum"
BODY = "Vadimus hours."
_number = count(1)


def a_secret(**changes) -> Launch:
    """A scheduled launch whose words are like no others."""
    return a_scheduled_launch(position=a_position(title=SECRET, body=BODY), **changes)


def a_guest(launch: Launch, *, person=None, accepted: bool = True, **changes) -> Grant:
    """A named person of the press who has accepted the terms, or has only been asked."""
    n = next(_number)
    email = person.email if person else f"press{n}@news.example"
    given = {"key": f"key-of-guest-{n}", "launch_id": launch.id, "copy_number": n, "kind": GuestKind.PRESS}
    given |= {"name": "Ms Thyme Surrogate", "outlet": "Health Ledger", "email": email, "email_key": email}
    given |= {"invited_at": make.NOON, "invited_by_id": launch.position.owner_id}
    given |= {"expires_at": usual_expiry(launch.lifts_at)}
    if accepted:
        given |= {"accepted_at": make.NOON, "terms": launch.terms}
    grant = make.saved(Grant(**given | changes))
    for act in (AccessAct.INVITED, *([AccessAct.ACCEPTED] if grant.accepted_at else [])):
        terms = grant.terms if act is AccessAct.ACCEPTED else ""
        make.saved(AccessStep(grant_id=grant.id, at=make.NOON, act=act, expires_at=grant.expires_at, terms=terms))
    return grant


def a_pdf(*pages: str) -> bytes:
    """A PDF of so many pages, of two sizes and one of them turned, with nothing of ours on them."""
    writer = pypdf.PdfWriter()
    for number, _ in enumerate(pages):
        page = writer.add_blank_page(*((595, 842) if number % 2 == 0 else (842, 595)))
        if number == 2:
            page.rotate(90)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def stored(content: bytes, kind: str = "application/pdf") -> StoredFile:
    """That file, kept. Needs the application's context for the store."""
    with make.app.app_context():
        key = files.store().write(content)
    kept = {"key": key, "name": "paper.pdf", "kind": kind, "bytes": len(content), "sha256": "0" * 64}
    return make.saved(StoredFile(**kept, stored_at=make.NOON, purpose="paper"))


def composed(letter: OutgoingLetter, *, masked: bool = False) -> Letter | None:
    """The letter as it would go out now, or None if it would not."""
    with make.app.app_context():
        return compose(make.session, letter, masked=masked)


def words_of_pages(pdf: bytes) -> list[str]:
    """What each page's text layer says, on one line."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
