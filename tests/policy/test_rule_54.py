"""Domain rule 54: a roundtable is invisible and unguessable to all but those who are asked to it."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.routing import AnyConverter, UUIDConverter
from werkzeug.routing.converters import NumberConverter

from events.models import SHOWN, Visibility
from people.models import Role
from policy import actions, rules
from policy.documents import invitee_link
from policy.models import Invitee, InviteeStatus
from policy.queries import invitees_of
from tests import factories as make
from tests.conftest import words
from tests.policy.launching import a_launch
from tests.policy.seating import BEGINS, DAY, ENDS, a_paper, a_roundtable, an_invitee, somebody

OTHERS = ("stranger", "delegate", "organiser of another", "policy editor", "listed", "released")
LISTS = ("/", "/policy/", "/policy/feed.xml", "/search?words=quorsum", "/sitemap.xml", "/robots.txt", "/me", "/desk/")


@pytest.fixture
def roundtable(session, now):
    return a_roundtable()


@pytest.fixture
def others(roundtable, browse):
    """Browsers of those who are not to know of it, by who they are."""
    delegate, organiser = make.a_person(), make.a_person(role=Role.ORGANISER, event=make.an_event())
    home = make.an_event()
    make.an_order(make.a_product(home), event=home, buyer=delegate)
    people = {"stranger": None, "delegate": delegate, "organiser of another": organiser}
    people["policy editor"] = make.a_person(role=Role.POLICY_EDITOR)
    for status in (InviteeStatus.LISTED, InviteeStatus.RELEASED):
        person = people[status.value] = make.a_person()
        an_invitee(roundtable, status, email=person.email, key=f"key of {status.value}")
    return {who: browse(person) for who, person in people.items()}


def addresses(app, roundtable) -> list[tuple[str, str, str]]:
    """Method and path of all that there is of its event, and of its invitations; and the same of nothing."""
    found, adapter = [], app.url_map.bind("localhost")
    of_event = [rule for rule in app.url_map.iter_rules() if "event_slug" in rule.arguments]
    for rule in sorted(of_event, key=lambda rule: (rule.rule, sorted(rule.methods))):
        rest = {each: _any(rule, each) for each in rule.arguments - {"event_slug"}}
        there, nowhere = (
            adapter.build(rule.endpoint, {"event_slug": slug, **rest}, append_unknown=False)
            for slug in (roundtable.event.slug, "nowhere12")
        )
        found += [(method, there, nowhere) for method in sorted(rule.methods & {"GET", "POST"})]
    paper = a_paper(roundtable)
    for key in ("key of listed", "key of released"):
        nothing = "x" * len(key)
        for rest in ("", f"/papers/{paper.id}", "/open/AAAA"):
            found.append(("GET", f"/roundtables/{key}{rest}", f"/roundtables/{nothing}{rest}"))
        found.append(("POST", f"/roundtables/{key}", f"/roundtables/{nothing}"))
    return found


def _any(rule, name: str) -> object:
    """Something that the part of an address takes."""
    kind = rule._converters[name]  # werkzeug has no other way to ask
    if isinstance(kind, AnyConverter):
        return re.search(rf"<any\(([^,)]+)[^>]*:{name}>", rule.rule)[1].strip("'\"")
    return 1 if isinstance(kind, NumberConverter) else UUID(int=1) if isinstance(kind, UUIDConverter) else "a" * 8


def seen(answer) -> tuple:
    where = answer.headers.get("Location", "")
    return answer.status_code, len(words(answer)), len(where), sorted({name for name, _ in answer.headers})


def told_apart(app, roundtable, client) -> list[str]:
    """The addresses at which an answer is not the same as for nothing there."""
    return [
        f"{method} {there}"
        for method, there, nowhere in addresses(app, roundtable)
        if seen(client.open(there, method=method)) != seen(client.open(nowhere, method=method))
    ]


@pytest.mark.parametrize("who", OTHERS)
def test_rule_54_to_others_each_of_its_addresses_is_as_if_nothing_were_there(app, roundtable, others, who):
    assert told_apart(app, roundtable, others[who]) == []


def test_rule_54_an_event_that_shows_itself_is_noticed(app, roundtable, others, monkeypatch):
    monkeypatch.setattr("events.queries.SHOWN", (*SHOWN, Visibility.INVITED))
    assert f"GET /events/{roundtable.event.slug}/tickets" in told_apart(app, roundtable, others["stranger"])


def test_rule_54_a_page_of_who_is_not_asked_yet_is_noticed(app, roundtable, others, monkeypatch):
    monkeypatch.setattr("policy.rules.READERS", frozenset(InviteeStatus))
    assert "GET /roundtables/key of listed" in told_apart(app, roundtable, others["listed"])
    assert "GET /roundtables/key of listed" not in told_apart(app, roundtable, others["delegate"])


def naming(roundtable, others) -> set[tuple[str, str]]:
    names = (roundtable.event.slug, "Quorsum", "Surname", "talk-")
    pages = [*LISTS, "/desk/policy/new"]
    return {
        (who, page)
        for who, client in others.items()
        for page in pages
        if any(each in client.get(page).text.replace('value="quorsum"', "") for each in names)
    }


def test_rule_54_no_list_search_map_or_feed_names_it_or_who_is_on_its_list(roundtable, others):
    assert naming(roundtable, others) == set()


def test_rule_54_a_list_that_forgets_it_is_noticed(session, roundtable, others):
    roundtable.event.visibility = Visibility.PUBLIC
    session.commit()
    assert {("stranger", "/"), ("delegate", "/search?words=quorsum")} <= naming(roundtable, others)


def test_rule_54_no_launch_is_offered_at_it(browse, session, roundtable):
    launch = a_launch(event=make.an_event(name="Open to all"))
    page = browse(make.a_person(role=Role.POLICY_EDITOR)).get(f"/desk/policy/{launch.position.slug}/launch").text
    assert ("Open to all" in page, roundtable.event.name in page) == (True, False)


def test_rule_54_what_names_it_holds_bits_that_nobody_guesses(session, now):
    about = {"name": "A talk", "question": "", "venue": "A house", "town": "London", "contact_email": "a@b.example"}
    new = rules.NewRoundtable(**about, day=DAY, begins=BEGINS, ends=ENDS, seats=4, is_unattributed=True)
    owner = make.a_person()
    first, second = (actions.make_roundtable(session, made=new, by_id=owner.id, now=now) for _ in range(2))
    actions.list_invitees(
        session, roundtable=first, people=[somebody(), somebody(email="b@c.example")], by_id=owner.id, now=now
    )
    assert all(re.fullmatch("roundtable-[0-9a-f]{16}", each.event.slug) for each in (first, second))
    keys = {each.key for each in invitees_of(session, first)}
    assert len(keys) == 2
    assert all(re.fullmatch("[A-Za-z0-9_-]{22}", key) for key in keys)  # 128 bits


def test_rule_54_a_page_is_gone_with_the_invitation(browse, session, roundtable):
    person = make.a_person()
    invitee = an_invitee(roundtable, InviteeStatus.ACCEPTED, email=person.email)
    client, owner = browse(person), browse(roundtable.owner)
    link = f"/roundtables/{invitee.key}"
    assert client.get(link).status_code == 200
    assert link in client.get("/me").text
    released = owner.post(f"/desk/{roundtable.event.slug}/roundtable/people/{invitee.id}/release")
    assert released.status_code == 303
    assert seen(client.get(link)) == seen(client.get("/roundtables/" + "x" * len(invitee.key)))
    assert link not in client.get("/me").text
    assert session.scalars(select(Invitee.status).order_by(Invitee.id)).all() == [InviteeStatus.RELEASED]


def test_rule_54_a_mailed_link_opens_its_page_and_its_alone(browse, app, roundtable):
    mine, another = an_invitee(roundtable), an_invitee(roundtable)
    with app.test_request_context():
        link = invitee_link(mine).removeprefix("http://localhost")
    client = browse()
    assert client.get(link).headers["Location"] == f"/roundtables/{mine.key}"
    assert client.get(f"/roundtables/{mine.key}").status_code == 200
    assert client.get(f"/roundtables/{another.key}").status_code == 404
    assert client.get(link.replace(mine.key, another.key)).status_code == 404
