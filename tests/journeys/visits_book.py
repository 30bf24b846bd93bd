"""The pages of a book of abstracts, and of the supplement at the chair's desk."""

from tests.journeys.acts import Act, filled
from tests.journeys.visits_presenters import presses

BOOK = "/events/printed/abstracts/out/book"
DESK = "/desk/printed/abstracts/calls"

BOOKS: dict[str, Act] = {
    "a book of abstracts": BOOK,
    "a book of abstracts searched": f"{BOOK}?q=listen",
    "a book of abstracts searched in vain": f"{BOOK}?q=nowhere",
    "the authors of a book": f"{BOOK}/authors",
    "an abstract in a book": f"{BOOK}/1",
    "a retracted abstract": f"{BOOK}/2",
    "an event with a book": "/events/printed/",
    "a call with a book": "/events/printed/abstracts/out",
}
SUPPLEMENT_DESK: dict[str, Act] = {
    "a supplement that is out": f"{DESK}/out/supplement",
    "a supplement under embargo": f"{DESK}/later/supplement",
    "no supplement": "/desk/chaired/abstracts/calls/workshops/supplement",
    "a supplement with errors": filled(f"{DESK}/out/supplement", "Save", **{"ISSN (optional)": "12"}),
    "DOIs with errors": presses(f"{DESK}/out/supplement", "Save the DOIs"),
    "an entry of a supplement": f"{DESK}/out/supplement/1",
    "an entry with errors": filled(f"{DESK}/out/supplement/1", "Save", **{"DOI (optional)": "nowhere"}),
    "an entry that is left out": f"{DESK}/out/supplement/3",
    "an entry that is retracted": f"{DESK}/out/supplement/2",
}
