"""The pages on which a place is changed and questions are answered, and the desk's of them."""

from tests.journeys.acts import Act, filled, opened, passed_on, sent_in

PLACE_CHANGED: dict[str, Act] = {
    "an order of several": "{open_group}",
    "a ticket whose part is missing": "{open_new}",
    "a ticket that is filled in": "{open_done}",
    "a ticket that was given back alone": "{open_gone}",
    "one’s own part": opened("open_new", "details_new"),
    "one’s own part, answered": opened("open_done", "details_done"),
    "one’s own part with errors": sent_in("open_new", "details_new"),
    "one’s own part, too late": opened("open_late", "details_late"),
    "who comes instead": opened("open_new", "substitute_new"),
    "who comes instead, with errors": passed_on("open_new", "substitute_new", "nowhere"),
    "who comes instead, at a price": passed_on("open_dear", "substitute_dear", "new@asks.example"),
    "who comes instead, too late": opened("open_late", "substitute_late"),
    "a place that was passed on": "/tickets/passed-on",
}
QUESTIONS: dict[str, Act] = {
    "questions": "/desk/asks/questions",
    "no questions": "/desk/none/questions",
    "a question with errors": filled("/desk/asks/questions", "Ask it"),
    "a question": "{question}",
    "an old version of a question": "{old_question}",
    "an order with answers": "/desk/asks/orders/{asks_reference}",
    "a delegate’s answers": "/desk/asks/orders/{asks_reference}/tickets/1/details",
    "a difference that is owed": "/desk/asks/proofs",
}
