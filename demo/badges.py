"""How the badges of the invented annual conference look, what delegates said for them, and the first ones printed."""

import random
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from checkin.actions import print_badge, print_pack, save_badge_design, save_badge_paper
from checkin.models import BadgeBack, PackingOrder, Part, ReprintReason
from checkin.queries import badges_of
from checkin.rules import LARGE_GIVEN, OUR_PAPER, SIZES, printable_of
from events.models import Event
from registration.actions import add_question, change_details, save_answers
from registration.models import BadgePart, Category, Order, OrderStatus, QuestionKind, Ticket
from registration.rules import Wording

PRONOUNS = "she/her\nhe/him\nthey/them"
ROLES = (
    "Consultant in emergency medicine",
    "Foundation doctor",
    "General practitioner and clinical director",
    "Clinical leadership fellow",
    "Deputy Medical Director and Responsible Officer",
    "Specialty trainee in psychiatry",
    "Lead nurse for quality",
)
COLOURS = {
    None: "#7b1a50",
    Category.MEMBER: "#145c39",
    Category.MEMBER_CLINICAL: "#145c39",
    Category.FELLOW: "#f2a5cb",
    Category.TRAINEE: "#f1c36d",
    Category.MEMBER_TRAINEE: "#f1c36d",
    Category.STUDENT: "#8edcb0",
    Category.MEMBER_STUDENT: "#8edcb0",
    Category.COMMERCIAL: "#655963",
    Category.PARTNER: "#744500",
    Category.ISSUED: "#20161f",
}
BACK = """Wi-fi: plenary-guest, no password
In an emergency: 020 7946 0000, or anybody in a damson sash
Help desk: In the foyer, from 07:30 on both days
First day: 09:00 Opening, 13:00 Posters, 18:30 Dinner
Second day: 09:00 Debate, 15:30 Prizes, 16:30 Close"""
MOVED, MOVED_TO = 8, "Saltmarsh Ambulance NHS Trust"


def print_some(session: Session, event: Event, by_id: int, now: datetime) -> None:
    """Most delegates have said for their badges what they like. All were printed, and a few have moved since."""
    _ask(session, event, by_id, now)
    given = {"event": event, "by_id": by_id, "now": now}
    save_badge_paper(session, **given, **OUR_PAPER | {"back": BadgeBack.LINES, "back_lines": BACK})
    sizes = SIZES | {Part.GIVEN: LARGE_GIVEN, Part.NAME: 19}
    for category, colour in COLOURS.items():
        own = {} if category else sizes
        save_badge_design(session, category=category, words="", colour=colour, sizes=own, **given)
    session.flush()
    print_pack(session, only_wanting=False, order=PackingOrder.SURNAME, **given)
    first, *moved = printable_of(badges_of(session, event))[:MOVED]
    print_badge(session, ticket_id=first.ticket_id, reason=ReprintReason.LOST, **given)
    how = {"values": {}, "uploads": {}, "by_id": by_id, "now": now, "at_desk": True}
    for place in moved:
        ticket = session.get_one(Ticket, place.ticket_id)
        change_details(session, ticket=ticket, name=ticket.name, organisation=MOVED_TO, **how)


def _ask(session: Session, event: Event, by_id: int, now: datetime) -> None:
    chance = random.Random(35)  # noqa: S311  the same demo each time

    def ask(wording: Wording):
        return add_question(session, event=event, wording=wording, by_id=by_id, now=now)

    hint = "If you would like them on your badge"
    pronouns = ask(Wording("Your pronouns", hint, QuestionKind.CHOICE, PRONOUNS, badge_part=BadgePart.PRONOUNS))
    role = ask(Wording("Your job role", "As others should read it", badge_part=BadgePart.JOB_ROLE))
    standing = select(Ticket).join(Ticket.order).where(Ticket.event_id == event.id, Ticket.cancelled_at.is_(None))
    standing = standing.where(Order.status == OrderStatus.CONFIRMED).order_by(Ticket.id)
    for ticket in session.scalars(standing).all():
        said = {role.first_id or 0: chance.choice(ROLES)} if chance.random() < 0.8 else {}
        if chance.random() < 0.4:
            said[pronouns.first_id or 0] = chance.choice(pronouns.choices)
        # At the desk, so that nobody counts as having sent in their part.
        how = {"by_id": by_id, "now": now, "earlier": [], "at_desk": True}
        save_answers(session, ticket=ticket, questions=[pronouns, role], values=said, **how)
