"""The pages that are looked at, by who looks: an address, or what leads to the page."""

import re

from tests.journeys import world
from tests.journeys.acts import (
    DOOR,
    LEADERS,
    ORDERS,
    TICKETS,
    Act,
    a_group_looked_at,
    a_proof_of_nothing,
    a_refusal_without_a_reason,
    app_begun,
    app_proved,
    app_refused,
    asked_to_confirm,
    at_the_door,
    everything_chosen,
    filled,
    found_people,
    of_one_category,
    opened,
    posted,
    scanned,
    scanned_nothing,
    scanned_without_script,
    searched,
    sent,
    sold_while_typing,
    taking_off,
    ticked_all,
    two_delegates,
    wrong_code,
    wrong_confirmation,
)
from tests.journeys.visits_after import AFTER_DESK, MEMBERS, TALK
from tests.journeys.visits_authors import AUTHORS, NAMED
from tests.journeys.visits_badges import BADGES_AT_DESK, BADGES_AT_DOOR
from tests.journeys.visits_book import BOOKS, SUPPLEMENT_DESK
from tests.journeys.visits_chair import CHAIR
from tests.journeys.visits_devices import DEVICES
from tests.journeys.visits_door import DOOR_DESK, STEWARD_DOOR
from tests.journeys.visits_orders import DECIDED, ORDERS_PAGES
from tests.journeys.visits_phone import PHONES
from tests.journeys.visits_policy import EDITOR, POLICY, REGIONAL
from tests.journeys.visits_presenters import PLACES, PRESENTERS_DESK
from tests.journeys.visits_press import JOURNALIST, NO_COPIES, PRESS_DESK
from tests.journeys.visits_questions import PLACE_CHANGED, QUESTIONS
from tests.journeys.visits_review import ASKED, READER, REVIEW_DESK
from tests.journeys.visits_roundtable import INVITED, ROUNDTABLES
from tests.journeys.visits_sale import SALE
from tests.journeys.visits_stands import ASKED_AT_STANDS, AT_STAND, STANDS_AT_DESK
from tests.journeys.visits_writing import CALLS, WRITING
from tests.journeys.world_abstracts import ABSTRACT_LETTERS
from tests.journeys.world_presenters import PRESENTER_LETTERS
from tests.journeys.world_press import PRESS_LETTERS
from tests.journeys.world_questions import SELF_SERVICE_LETTERS
from tests.journeys.world_waiting import ENTRIES, WAITING_LETTERS
from tests.members.register import line, register

IMPORT = ("/desk/members/import", "register.csv")

GUEST: dict[str, Act] = {
    "the front page": "/",
    "an event": f"/events/{world.EVENT}/",
    "a past event": "/events/scotland-2026/",
    "a full event": "/events/full/",
    "an event before its sale": "/events/soon/",
    "an event after its sale": "/events/late/",
    "an event that sells nothing": "/events/none/",
    "an event with a long Welsh title": "/events/long/",
    "tickets": TICKETS,
    "tickets of a full event": "/events/full/tickets",
    "tickets before the sale": "/events/soon/tickets",
    "tickets after the sale": "/events/late/tickets",
    "tickets with a long title": "/events/long/tickets",
    "tickets with errors": filled(TICKETS, re.compile("^Book 1"), Your_email="nowhere"),
    "tickets for two": two_delegates,
    "tickets just sold out": sold_while_typing,
    "an order": "{open_order}",
    "an order given back": "{open_cancelled}",
    "an order to be paid": "{open_held}",
    "an order whose hold has ended": "{open_ended}",
    "tickets that cost": "/events/dear/tickets",
    "a ticket": "{open_ticket}",
    "a ticket at the door": at_the_door,
    "a ticket given back": "/tickets/{cancelled_ticket}",
    "an event with categories": f"{LEADERS}/",
    "tickets by category": f"{LEADERS}/tickets",
    "tickets of one category": of_one_category,
    "a group": "/events/dear/group",
    "a group looked at": a_group_looked_at,
    "tickets with everything": "/events/rich/tickets?code=autumn",
    "tickets with everything chosen": everything_chosen,
    "tickets without a category": filled(f"{LEADERS}/tickets", re.compile("^Book 1"), Your_name="Dr New"),
    "a ticket to be proved": "{open_waiting}",
    "a ticket whose proof was sent": "{open_sent}",
    "a ticket that was not proved": "{open_refused}",
    "a proof": opened("open_waiting", "waiting_proof"),
    "a proof with an error": a_proof_of_nothing,
    "nothing to prove": opened("open_refused", "refused_proof"),
    "lost": "/lost",
    "lost with an error": filled("/lost", "Email me my links", Email="nowhere"),
    "lost and told": filled("/lost", "Email me my links", Email="nobody@north.example"),
    "sign in": "/sign-in",
    "sign in with an error": filled("/sign-in", "Email me a code", Email="nowhere"),
    "a code": filled("/sign-in", "Email me a code", Email="asks@northmere.example"),
    "a code with an error": wrong_code,
    "an invitation": "/invitations/{invitation}",
    "an old invitation": "/invitations/{old_invitation}",
    "a link to the old mailbox": "{old_mailbox}",
    "a link to the new mailbox": "{new_mailbox}",
    "a link that was pressed": filled("{old_mailbox}", "Yes, that was me"),
    "a link that is over": "{old_mailbox}",
    "stop letters": "{stop_letters}",
    "letters stopped": "{stopped_letters}",
    **POLICY,
    "privacy": "/privacy",
    "terms": "/terms",
    "accessibility": "/accessibility",
    "the demo": "/demo/",
    "nothing": "/no/such/page",
    "an expired form": posted("/lost"),
    "the wrong method": posted("/privacy"),
}
DELEGATE: dict[str, Act] = {
    **TALK,
    "my things": "/me",
    "my security": "/me/security",
    "a new passkey": "/me/security/passkey",
    "an app to set up": "/me/security/app",
    "an app begun": app_begun,
    "an app refused": app_refused,
    "another address": "/me/address",
    "another address with an error": filled("/me/address", "Write to both", New_email_address="nowhere"),
    "to confirm": "/confirm",
    "to confirm by a code": asked_to_confirm,
    "to confirm with an error": wrong_confirmation,
    "recovery codes": app_proved,
    "my app": "/me/security/app",
    "my security with an app": "/me/security",
    "what I may be told": "/me/consents",
    "what I may be told, changed": ticked_all,
    "an order of mine": "/orders/{own_order}",
    "a ticket in my name": "/tickets/{ticket}",
    "tickets with my name": TICKETS,
    "an invitation to me": "/invitations/{invitation}",
    "an invitation to another": "/invitations/{foreign_invitation}",
    "a membership that waits": "/me/membership",
    "a membership with errors": filled("/me/membership", "This is my membership", Membership_number="", Your_name=""),
    "an empty desk": "/desk/",
    "a door that is not mine": DOOR,
}
STRANGER: dict[str, Act] = {**NO_COPIES, "my nothing": "/me", "a membership that is not mine": "/me/membership"}
AWAY: dict[str, Act] = {
    "my security": "/me/security",
    "to confirm first": "/me/address",
    "a form that came too late": filled("/me/security", re.compile("^Remove")),
}
HALF: dict[str, Act] = {
    "the second step": "/me",
    "the second step with an error": filled("/confirm", "Go on", Code_from_your_app="000000"),
}
STEWARD: dict[str, Act] = {
    "my duty": "/me",
    "the desk": "/desk/",
    "the door": DOOR,
    "admitted": scanned("fresh_code", "admitted"),
    "again": scanned("again_code", "again"),
    "cancelled": scanned("cancelled_code", "refused"),
    "of another event": scanned("foreign_code", "refused"),
    "forged": scanned("forged_code", "refused"),
    "unknown": scanned("WXYZ2345", "refused"),
    "no code": scanned("https://elsewhere.example/", "refused"),
    "nothing typed": scanned_nothing,
    "nothing typed, without script": scanned_without_script,
    "inside": f"{DOOR}/inside",
    **STEWARD_DOOR,
    "orders that are not mine": ORDERS,
}
ORGANISER: dict[str, Act] = {
    **SALE,
    **DOOR_DESK,
    **ORDERS_PAGES,
    "the desk": "/desk/",
    "orders": ORDERS,
    "orders found": searched,
    "no order found": f"{ORDERS}?q=nobody+at+all",
    "orders given back": f"{ORDERS}?status=cancelled",
    "older orders": f"{ORDERS}?before=150",
    "no orders": "/desk/none/orders",
    "an order": f"{ORDERS}/{{reference}}",
    "an order given back": f"{ORDERS}/{{cancelled_reference}}",
    "an order that is held": "/desk/dear/orders/{held_reference}",
    "orders that are held": "/desk/dear/orders",
    "proofs": "/desk/leaders-2027/proofs",
    "a refusal without a reason": a_refusal_without_a_reason,
    "no proofs": "/desk/none/proofs",
    "the joining pack": f"/desk/{world.EVENT}/joining-pack",
    "no joining pack": sent(f"/desk/{world.EVENT}/joining-pack", "a.pdf", b"This is no PDF."),
    "members": "/desk/members",
    "members found": "/desk/members?q=tansy",
    "no member found": "/desk/members?q=nobody+at+all",
    "older members": "/desk/members?before=5",
    "imports of the register": "/desk/members/import",
    "what a file would change": sent(
        *IMPORT, register(line(), line(2, name=world.LONG_NAME), line(3), encoding="cp1252")
    ),
    "the faults of a file": sent(*IMPORT, register(line(), line(2, grade="boss"), line(3, valid_to="soon"))),
    "a file that says nothing new": sent(*IMPORT, register()),
    "no register": sent(*IMPORT, b"This is no register."),
    "claims": "/desk/members/claims",
    "a claim": "/desk/members/claims/{claim}",
    "a claim of no number": "/desk/members/claims/{claim_of_nothing}",
    "a claim that is refused": "/desk/members/claims/{claim_refused}",
    "duties of all events": "/desk/duties",
    "duties of an event": f"/desk/{world.EVENT}/duties",
    "duties of an event without any": "/desk/none/duties",
    "a duty offered wrongly": filled("/desk/duties", "Send the invitation", Email="nowhere"),
    "a duty offered": filled(f"/desk/{world.EVENT}/duties", "Send the invitation", Email="new@northmere.example"),
    "people": "/desk/people",
    "people found": found_people,
    "nobody found": "/desk/people?q=nobody+at+all",
    "a person": "/desk/people/{person}",
    "a person to be merged": "/desk/people/{person}/merge?q=bartholomew",
    "a person about to be merged": "/desk/people/{person}/merge?other={someone}",
    "a person who was merged": "/desk/people/{merged}",
    "a person with a duty": "/desk/people/{someone}",
    **{f"letters {each}": f"/desk/letters?status={each}" for each in ("waiting", "sent", "failed", "dropped", "held")},
    **{
        f"a letter {each}": f"/desk/letters/{{letter_{each}}}"
        for each in ("waiting", "sent", "failed", "dropped", "held")
    },
    **{
        f"the letter {each}": f"/desk/letters/{{letter_{each}}}"
        for each in (
            *(*world.LETTERS, *WAITING_LETTERS, *SELF_SERVICE_LETTERS),
            *(*DECIDED, *ABSTRACT_LETTERS, *PRESENTER_LETTERS, *PRESS_LETTERS),
        )
    },
}
# The waiting list
GUEST |= {
    "tickets of which one is full": "/events/half/tickets",
    "joining a waiting list": "{joining}",
    "joining with errors": filled("{joining}", "Join the waiting list", Your_email="nowhere"),
    "joined": filled("{joining}", "Join the waiting list", Your_name="Dr New", Your_email="joins@north.example"),
    "nothing to wait for": "{no_need_to_wait}",
    "no waiting list": "{no_waiting_list}",
    **{f"an entry that {each}": f"{{open_waiting_{each}}}" for each in ENTRIES},
}
DELEGATE |= {"joining with my name": "{joining}"}
ORGANISER |= {
    "the waiting list": "/desk/half/waiting",
    "nobody waits": "/desk/none/waiting",
    "nobody is served": filled("/desk/half/waiting", "Offer what is free now"),
    "taking somebody off": taking_off,
}
# Questions, and what is changed of a place
GUEST |= PLACE_CHANGED
ORGANISER |= QUESTIONS
# Who is named in an abstract
GUEST |= NAMED | CALLS | BOOKS | INVITED | PHONES
ORGANISER |= ROUNDTABLES | REGIONAL | DEVICES | BADGES_AT_DESK
# Exhibitors
GUEST |= ASKED_AT_STANDS
ORGANISER |= STANDS_AT_DESK
DELEGATE |= AUTHORS | WRITING | ASKED | PLACES
VISITS = {
    "guest": GUEST,
    "delegate": DELEGATE,
    "stranger": STRANGER,
    "away": AWAY,
    "half": HALF,
    "member": {"my membership": "/me/membership"} | MEMBERS,
    "lapsed": {"my membership that has ended": "/me/membership"},
    "steward": STEWARD | BADGES_AT_DOOR,
    "organiser": ORGANISER,
    "chair": CHAIR | REVIEW_DESK | PRESENTERS_DESK | SUPPLEMENT_DESK,
    "reader": READER,
    "journalist": JOURNALIST,
    "exhibitor": AT_STAND,
    "editor": EDITOR | PRESS_DESK | AFTER_DESK,
}
