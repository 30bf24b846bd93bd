"""What the walker walks in where authors are named: an abstract of each event, sent in, and one that names somebody."""

from abstracts.documents import author_link
from abstracts.models import Abstract, AbstractStatus
from events.models import Event
from people.models import Person
from tests import factories as make

CALL = "naming"
LISTS = ("show_authors", "show_new_author", "add_author", "show_withdrawal", "withdraw_abstract")
ONE = ("show_author", "change_author", "move_author", "choose_author", "remove_author", "ask_author_again")
ANSWERS = ("show_agreement", "agree_as_author", "decline_as_author")
ASH = {"given_names": "Ash", "surname": "Newer", "email": "newer@north.example", "organisation": "Halcyon"}


def what_names_authors(app, people: dict[str, Person], home: Event, other: Event) -> dict:
    """The delegate's abstract in the first event and one that names them; the same of others in the second."""
    written, naming = {}, {}
    for thing, event in {"own": home, "another's": other}.items():
        call = make.a_call(event, slug=CALL)
        # Each event's have numbers that the other's do not have.
        call.last_number = 0 if thing == "own" else 10
        owner = people["delegate"] if thing == "own" else make.a_person(email="names@south.example")
        named = owner.email if thing == "own" else "named@south.example"
        written[thing] = make.an_abstract(call, owner, authors=2, status=AbstractStatus.SUBMITTED)
        naming[thing] = make.an_abstract(call, status=AbstractStatus.SUBMITTED)
        make.an_author(naming[thing], position=2, email=named)
        make.session.refresh(naming[thing])
    with app.app_context():
        tokens = {thing: author_link(each.authors[1]).rpartition("/")[2] for thing, each in naming.items()}
    one, answered = (_with_authors(each) for each in (written, naming))
    links = {thing: {**answered[thing], "token": tokens[thing]} for thing in tokens}
    links["crossed"] = {**answered["own"], "token": tokens["another's"]}
    links["missing"] = {**answered["missing"], "token": tokens["own"]}
    return {
        **{f"abstracts.{name}": _numbers(written) for name in LISTS},
        **{f"abstracts.{name}": one for name in ONE},
        **{f"abstracts.{name}": answered for name in ANSWERS},
        "abstracts.open_agreement": links,
    }


def _numbers(abstracts: dict[str, Abstract]) -> dict:
    at = {
        thing: {"event_slug": each.call.event.slug, "call_slug": CALL, "number": each.number}
        for thing, each in abstracts.items()
    }
    at["crossed"] = {**at["own"], "number": abstracts["another's"].number}
    at["missing"] = {**at["own"], "number": 999_999}
    return at


def _with_authors(abstracts: dict[str, Abstract]) -> dict:
    at, ids = _numbers(abstracts), {thing: each.authors[1].id for thing, each in abstracts.items()}
    made = {thing: {**at[thing], "author_id": ids[thing]} for thing in ids}
    made["crossed"] = {**at["own"], "author_id": ids["another's"]}
    made["missing"] = {**at["own"], "author_id": 999_999}
    return made


def typed_of_authors() -> dict[str, dict]:
    """What is sent to each of these pages."""
    typed = {
        "add_author": ASH,
        "change_author": ASH,
        "move_author": {"to": "1"},
        "choose_author": {"to": "presenter"},
        "remove_author": {},
        "withdraw_abstract": {},
    }
    return {f"abstracts.{name}": {"data": {"version": 2, **given}} for name, given in typed.items()}
