"""The balance of a roundtable's list, as it would be with those who are ticked or typed."""

from members.models import CareerStage, Nation
from policy import rules
from policy.models import InviteeStatus
from tests.policy.seating import a_roundtable, an_invitee, somebody

LISTED = InviteeStatus.LISTED
FRAGMENT = {"HX-Request": "true"}


def shares(balance, kind: str) -> list[tuple]:
    return [(each.words, each.listed, each.chosen, each.asked, each.coming) for each in balance.kinds[kind]]


def test_it_counts_who_is_on_the_list_who_is_next_who_is_asked_and_who_comes(session, now):
    roundtable = a_roundtable()
    people = [
        an_invitee(roundtable, InviteeStatus.ACCEPTED, wave=1),
        an_invitee(roundtable, InviteeStatus.DECLINED, wave=1, nation=Nation.SCOTLAND),
        an_invitee(roundtable, LISTED, wave=2, nation=Nation.SCOTLAND, stage=CareerStage.GP),
        an_invitee(roundtable, LISTED, wave=2, role=""),
        an_invitee(roundtable, LISTED, wave=3, nation=Nation.ENGLAND),
        an_invitee(roundtable, InviteeStatus.RELEASED, nation=Nation.ENGLAND),
    ]
    balance = rules.balance(people)
    assert balance.chosen == "Wave 2"
    assert shares(balance, "Nation") == [("Scotland", 2, 1, 1, 0), ("Wales", 2, 1, 1, 1), ("England", 1, 0, 0, 0)]
    assert shares(balance, "Career stage") == [("Consultant", 4, 1, 2, 1), ("GP", 1, 1, 0, 0)]
    assert shares(balance, "Role") == [("Medical director", 4, 1, 2, 1), ("Not said", 1, 1, 0, 0)]
    assert shares(balance, "Sector") == [("NHS trust", 5, 2, 2, 1)]
    ticked = rules.balance(people, ticked={people[4].id})
    assert ticked.chosen == "Ticked"
    assert ("England", 1, 1, 0, 0) in shares(ticked, "Nation")


def test_who_is_typed_counts_once_and_nobody_who_is_there_already(session, now):
    roundtable = a_roundtable()
    people = [an_invitee(roundtable, email="moss@north.example")]
    typed = [somebody(), somebody(email="new@north.example", wave=2)]
    balance = rules.balance(people, typed=typed)
    assert (balance.chosen, shares(balance, "Nation")) == ("Wave 2", [("Scotland", 1, 1, 0, 0), ("Wales", 1, 0, 1, 0)])


def test_it_is_shown_as_one_looks_and_keeps_nothing(browse, session, now):
    roundtable = a_roundtable()
    invitee = an_invitee(roundtable, LISTED)
    client, page = browse(roundtable.owner), f"/desk/{roundtable.event.slug}/roundtable"
    typed = {
        "ticked": invitee.id,
        "people": "Dr New; new@north.example; GP; scotland; primary care; gp\nDr Half",
        "wave": 2,
    }
    looked = client.post(f"{page}/balance", data=typed, headers=FRAGMENT)
    assert (looked.status_code, looked.text.strip().startswith('<section id="balance"')) == (200, True)
    assert all(each in looked.text for each in ("Ticked", "Scotland", "Primary care"))
    assert "Scotland" not in client.get(page).text
    whole = client.post(f"{page}/balance", data=typed)
    assert (whole.status_code, "<h1>" in whole.text, "Dr Half" in whole.text) == (200, True, True)


def test_lines_that_cannot_be_read_are_told_and_all_that_was_typed_is_kept(browse, session, now):
    roundtable = a_roundtable()
    client, page = browse(roundtable.owner), f"/desk/{roundtable.event.slug}/roundtable"
    lines = "Dr One; one@north.example; ; narnia\nDr Two; nothing"
    told = client.post(f"{page}/people", data={"people": lines, "wave": 1})
    assert told.status_code == 422
    assert all(each in told.text for each in ("Line 1: “narnia” is none of", "Dr Two; nothing"))
    good = "Dr One\tone@north.example\tChair\tWales\tNHS trust\tGP\nDr Two;two@north.example"
    assert client.post(f"{page}/people", data={"people": good, "wave": 1}).status_code == 303
    shown = client.get(page).text
    assert all(each in shown for each in ("Dr One", "NHS trust, GP", "Dr Two", "Elsewhere"))
