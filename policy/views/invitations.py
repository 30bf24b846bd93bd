"""An invitation to a roundtable, as whoever is invited sees it."""

from flask import flash

from core import clock
from core.db import session
from core.files import answer_with
from core.web import page, see_other
from events.rules import is_over
from people.access import hand_link, open_to_visitors, signed_in_person, visitor
from people.rules import hash_of
from policy import actions, documents, queries
from policy.forms import InvitationForm
from policy.models import Invitee, InviteeStatus
from policy.views import bp


@bp.get("/roundtables/<key>")
@open_to_visitors  # the query opens it to its proved address, and to a browser that opened its mailed link
def show_invitation(key: str):
    invitee = _invitee(key)
    return _invitation_page(invitee, InvitationForm(formdata=None, needs=invitee.needs, comes=_said(invitee)))


@bp.get("/roundtables/<key>/open/<token>")
@open_to_visitors
def open_invitation(key: str, token: str):
    """Trade the token of a mailed link for this browser's cookie, and go on to a clean address."""
    invitee = queries.invitee_by_link(session, documents.invitee_token_hash, key, hash_of(token))
    hand_link(token)
    return see_other("policy.show_invitation", key=invitee.key)


@bp.post("/roundtables/<key>")
@open_to_visitors  # as the page
def answer_invitation(key: str):
    invitee, form, person = _invitee(key, lock=True), InvitationForm(), signed_in_person()
    if not form.validate_on_submit():
        return _invitation_page(invitee, form, status=422)
    stands = actions.answer_invitation(
        session,
        invitee=invitee,
        comes=form.comes.data == "yes",
        needs=form.needs.data or "",
        by_id=person.id if person else None,
        now=clock.now(),
    )
    flash(
        {
            InviteeStatus.ACCEPTED: "Thank you: you have a seat.",
            InviteeStatus.RESERVE: "Thank you. All seats are taken just now; we write to you when one comes free.",
            InviteeStatus.DECLINED: "Thank you for telling us.",
        }[stands]
    )
    return see_other("policy.show_invitation", key=key)


@bp.get("/roundtables/<key>/papers/<int:paper_id>")
@open_to_visitors  # as the page, and only with a seat
def download_roundtable_paper(key: str, paper_id: int):
    return answer_with(queries.paper_for(session, _invitee(key), paper_id).file)


def _invitee(key: str, *, lock: bool = False) -> Invitee:
    return queries.invitee_for(session, visitor(), documents.invitee_token_hash, key, lock=lock)


def _said(invitee: Invitee) -> str | None:
    return {InviteeStatus.ACCEPTED: "yes", InviteeStatus.RESERVE: "yes", InviteeStatus.DECLINED: "no"}.get(
        invitee.status
    )


def _invitation_page(invitee: Invitee, form: InvitationForm, *, status: int = 200):
    roundtable = invitee.roundtable
    has_seat = invitee.status is InviteeStatus.ACCEPTED
    return page(
        "policy/invitation.html",
        status=status,
        form=form,
        invitee=invitee,
        roundtable=roundtable,
        event=roundtable.event,
        papers=roundtable.papers if has_seat else [],
        note=roundtable.note if has_seat and roundtable.shared_at else "",
        follows=roundtable.actions if has_seat and roundtable.shared_at else [],
        is_over=is_over(roundtable.event, clock.now()),
    )
