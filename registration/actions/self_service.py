"""What a delegate or a buyer does to one place: its details, passing it on, giving it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core import diary, files
from core.outbox import queue_letter
from core.uploads import Upload
from people.models import Person
from people.rules import email_key
from registration import queries, rules
from registration.actions.categories import settle_categories
from registration.actions.orders import cancel_order, renew_code
from registration.actions.places import free_places
from registration.actions.questions import forget_answers, save_answers
from registration.actions.sharing import forget_sharing
from registration.models import Category, OrderLine, Proof, ProofStatus, Ticket
from registration.rules import Place


@dataclass(frozen=True)
class Substitute:
    """Who comes instead of a delegate."""

    name: str
    email: str
    organisation: str = ""
    category: Category = Category.STANDARD


def change_details(
    session: Session,
    *,
    ticket: Ticket,
    name: str,
    organisation: str,
    values: Mapping[int, str],
    uploads: Mapping[int, tuple[Upload, str]],
    by_id: int | None,
    now: datetime,
    at_desk: bool = False,
) -> None:
    """The delegate's badge and answers are as they were sent in; each upload comes with the key it is kept under.

    The ticket and its order are locked (queries.locked_ticket). The desk is bound by no deadline.
    Raises WrongMove or TooLate when nothing can be changed any more, and NotAnAnswer.
    """
    if not at_desk:
        rules.check_may_change(ticket, ticket.event, now)
    questions, earlier = queries.own_part(session, ticket)
    if (ticket.name, ticket.organisation) != (name, organisation):
        ticket.name, ticket.organisation = name, organisation
        ticket.order.searchable = rules.searchable_words(ticket.order)
        _note(session, "changed a badge", ticket, by_id, now)
    # A file of a question that is not asked is not kept; its bytes are swept.
    typed = {**rules.values_of(earlier), **values}
    mine = rules.asked_of(questions, rules.products_of_ticket(ticket), typed, at_desk=at_desk)
    wanted = {each.first_id: each for each in mine}
    sent = {
        first_id: files.add(session, key=key, upload=upload, purpose="answer", now=now)
        for first_id, (upload, key) in uploads.items()
        if first_id in wanted
    }
    session.flush()
    save_answers(
        session,
        ticket=ticket,
        questions=questions,
        values=values,
        sent=sent,
        earlier=earlier,
        by_id=by_id,
        now=now,
        at_desk=at_desk,
    )


def settle_substitute(
    session: Session, *, ticket: Ticket, substitute: Substitute, by: Person | None, now: datetime
) -> tuple[Place, int]:
    """The substitute's place in the category that is theirs, and what it costs more than was paid, in pence (rule 30).

    As at the booking: the register is asked, a proof may be wanted, and the prices are those of the booking's day.
    Raises NotEligible, or NotSoldTo for a category that cannot have this ticket.
    """
    line = ticket.line
    category = substitute.category if rules.has_matrix(line.product) else Category.STANDARD
    place = Place(line.product, substitute.name, substitute.email, substitute.organisation, category)
    code = rules.invited_by(line, category)
    place = settle_categories(session, event=ticket.event, places=[place], buyer=by, now=now, code=code)[0]
    settled = rules.settled_pence(ticket, queries.proofs_of(session, ticket))
    return place, rules.difference_of(line, place.category, ticket.order.placed_at, settled)


def pass_on(
    session: Session,
    *,
    ticket: Ticket,
    substitute: Substitute,
    version: int,
    agreed_pence: int,
    by: Person | None,
    now: datetime,
) -> None:
    """The place is the substitute's: a new code and link are theirs alone, and the old ones end here and now.

    What the one before said of themselves is forgotten (rule 30), what they sent to prove a category, and what
    exhibitors held of them.
    ``version`` is the ticket's as it was shown and ``agreed_pence`` the difference that was. The ticket and its order
    are locked. Raises WrongMove, TooLate, NotEligible, NotSoldTo or DifferenceHasChanged, and then nothing is changed.
    """
    rules.check_may_pass_on(ticket, ticket.event, now, version=version, is_inside=queries.is_inside(session, ticket))
    place, difference = settle_substitute(session, ticket=ticket, substitute=substitute, by=by, now=now)
    rules.check_agreed(difference, agreed_pence)
    before, by_id = ticket.email, by.id if by else None
    is_same_mailbox = ticket.email_key == email_key(place.email)
    if not is_same_mailbox:
        rules.check_may_have_one_more(place, queries.had_before(session, ticket.event_id, [place]))
    renew_code(session, ticket=ticket, reason="passed on", now=now)
    forget_answers(session, ticket)
    _forget_proofs(session, ticket)
    forget_sharing(session, ticket)
    ticket.name, ticket.organisation = place.name, place.organisation
    ticket.email, ticket.email_key = place.email, email_key(place.email)
    ticket.proof = ProofStatus.REFUSED if difference else place.proof
    if not difference:
        ticket.line = _line_of(session, ticket, place.category)
    ticket.order.searchable = rules.searchable_words(ticket.order)
    _note(session, "passed a place on", ticket, by_id, now, proof=ticket.proof.value)
    stamp = f"{ticket.id}:{ticket.link_version}"
    queue_letter(session, kind="registration/email/ticket", to=ticket.email, key=stamp, now=now, ticket_id=ticket.id)
    if not is_same_mailbox:
        queue_letter(session, kind="registration/email/passed_on", to=before, key=stamp, now=now, ticket_id=ticket.id)
    if difference:
        _owe(session, ticket, place, difference, now)


def give_back_place(session: Session, *, ticket: Ticket, by_id: int | None, now: datetime) -> None:
    """One free place is given back: its code admits nobody, and what it drew on is free for others (rule 33).

    What the other places cost stays as it is (rule 7). With the last one the whole order ends. Its quotas are locked
    (queries.locked_order). Raises WrongMove or TooLate.
    """
    order = ticket.order
    rules.check_may_give_back(ticket, ticket.event, now)
    if order.standing == [ticket]:
        cancel_order(session, order=order, by_id=by_id, now=now)
        return
    places = [(ticket.line, 1), *((extra.line, extra.quantity) for extra in ticket.extras)]
    free_places(session, places)
    for line, number in places:
        line.quantity -= number
    ticket.cancelled_at = now
    order.searchable = rules.searchable_words(order)
    session.flush()
    _note(session, "gave a place back", ticket, by_id, now, tickets=rules.how_many_tickets(order))
    for to in {email_key(each): each for each in (order.email, ticket.email)}.values():
        key = f"{ticket.id}:{'buyer' if to == order.email else 'delegate'}"
        queue_letter(session, kind="registration/email/place_back", to=to, key=key, now=now, ticket_id=ticket.id)


def _line_of(session: Session, ticket: Ticket, category: Category) -> OrderLine:
    """The line of the ticket's place under its new category, at the price that was paid; one of its own if it must."""
    line = ticket.line
    if line.category is category:
        return line
    if line.quantity == 1:
        line.category = category
        return line
    own = OrderLine(
        order=ticket.order,
        product=line.product,
        name=line.name,
        category=category,
        quantity=1,
        unit_pence=line.unit_pence,
        off_pence=line.off_pence,
        reduction=line.reduction,
        code=line.code,
        vat=line.vat,
        vat_percent=line.vat_percent,
        total_pence=line.unit_pence - line.off_pence,
    )
    line.quantity -= 1
    line.total_pence -= own.total_pence
    # What is left of the VAT, so that its sum is what it was.
    rest = rules.vat_in(line.total_pence, line.vat_percent)
    own.vat_pence, line.vat_pence = line.vat_pence - rest, rest
    session.add(own)
    session.flush()
    return own


def _owe(session: Session, ticket: Ticket, place: Place, difference: int, now: datetime) -> None:
    """The difference stands as that of a refused proof does: the door waits for it, and the buyer is told."""
    is_to_prove = place.proof is ProofStatus.WAITING
    words = "The place was passed on" + (", and its new category is still to be proved." if is_to_prove else ".")
    proof = Proof(
        ticket_id=ticket.id,
        words=words,
        sent_at=now,
        decided_at=now,
        right_category=place.category,
        difference_pence=difference,
        note=words,
    )
    session.add(proof)
    session.flush()
    to, stamp = ticket.order.email, str(proof.id)
    queue_letter(session, kind="registration/email/difference", to=to, key=stamp, now=now, proof_id=proof.id)


def _forget_proofs(session: Session, ticket: Ticket) -> None:
    """What was sent to prove a category goes; what was paid because of it stays, without a word of theirs."""
    proofs = queries.proofs_of(session, ticket)
    paid = rules.settled(ticket, proofs)
    for proof in proofs:
        stored, proof.file = proof.file, None
        proof.words = proof.note = ""
        session.flush()
        if proof not in paid:
            session.delete(proof)
        if stored is not None:
            files.let_go(session, stored)


def _note(session: Session, act: str, ticket: Ticket, by_id: int | None, now: datetime, **after: object) -> None:
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("order", ticket.order_id),
        event_id=ticket.event_id,
        after={"ticket": ticket.number, **after},
    )
