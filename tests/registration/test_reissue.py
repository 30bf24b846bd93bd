"""A ticket gets a new code: the old one and its link end, and the delegate is told."""

import re

import pytest
from sqlalchemy import select

from core import outbox
from core.diary import DiaryEntry
from core.outbox import OutgoingLetter
from people.access import link_token
from people.models import Role
from people.rules import hash_of
from registration import actions, rules
from registration.models import OrderStatus, RevokedCode
from tests import factories as make
from tests.registration.test_documents import codes_in, printed

KIND = "registration/email/replaced"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="england-2027")


@pytest.fixture
def ticket(event):
    order = make.an_order(make.a_product(event), event=event, name="Ash", email="ash@north.example", tickets=2)
    return order.tickets[1]


@pytest.fixture
def reissue(app, session, ticket, now):
    def code(version: int | None = None) -> None:
        with app.app_context():
            shown = ticket.link_version if version is None else version
            actions.reissue_code(session, ticket=ticket, version=shown, by_id=7, now=now)
        session.commit()

    return code


def test_it_has_a_new_code_and_link_and_the_old_code_is_remembered(app, session, ticket, reissue, now):
    old = ticket.code

    reissue()

    assert ticket.code != old
    assert ticket.link_version == 2
    with app.app_context():
        assert ticket.link_hash == hash_of(link_token("ticket", ticket.id, 2))
    revoked = session.scalars(select(RevokedCode)).one()
    assert (revoked.code, revoked.ticket_id, revoked.event_id, revoked.revoked_at) == (
        old,
        ticket.id,
        ticket.event_id,
        now,
    )


def test_the_diary_says_who_did_it_and_holds_no_code(session, ticket, reissue):
    old = ticket.code

    reissue()

    entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "replaced a code")).one()
    assert (entry.actor_id, entry.object_kind, entry.object_id) == (7, "order", ticket.order_id)
    assert old not in str(entry.after)
    assert ticket.code not in str(entry.after)


def test_its_letter_brings_the_new_code_and_a_link_that_opens(app, browse, session, ticket, reissue, catcher):
    with app.app_context():
        old_link = f"/tickets/{ticket.key}/open/{link_token('ticket', ticket.id, 1)}"
    reissue()

    with app.app_context():
        while outbox.send_next():
            pass
    message = catcher.messages("ash@north.example")[-1]

    assert message.subject == f"Your new code: {ticket.event.name}"
    assert printed(ticket) in message.text
    assert len(codes_in(message)) == 1
    (link,) = set(re.findall(r"http://localhost(/tickets/\S+/open/\S+)", message.text))
    assert browse().get(link).status_code == 303
    assert browse().get(old_link).status_code == 404


def test_somebody_who_reads_its_letter_along_sees_no_code(app, session, ticket, reissue):
    reissue()
    letter = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == KIND)).one()

    with app.app_context():
        shown = outbox.compose(session, letter, masked=True)

    assert shown.pictures == {}
    assert printed(ticket) not in shown.text + shown.html
    assert "/open/" not in shown.text + shown.html


def test_a_button_pressed_twice_replaces_once(session, ticket, reissue):
    reissue(version=1)

    with pytest.raises(rules.WrongMove, match="replaced already"):
        reissue(version=1)

    assert len(session.scalars(select(RevokedCode)).all()) == 1


def test_a_place_given_back_has_no_code_to_replace(session, ticket, reissue):
    ticket.order.status = OrderStatus.CANCELLED

    with pytest.raises(rules.WrongMove, match="given back"):
        reissue()


def test_a_ticket_can_have_several_codes_behind_it(session, ticket, reissue):
    codes = {ticket.code}
    for _ in range(3):
        reissue()
        codes.add(ticket.code)

    assert len(codes) == 4
    assert {each.code for each in session.scalars(select(RevokedCode))} == codes - {ticket.code}


class TestDesk:
    @pytest.fixture
    def organiser(self, browse, event):
        return browse(make.a_person(role=Role.ORGANISER, event=event))

    def address(self, ticket) -> str:
        return f"/desk/england-2027/orders/{ticket.order.reference}/tickets/{ticket.number}/reissue"

    def test_its_page_has_the_button_behind_a_question(self, organiser, ticket):
        text = organiser.get(f"/desk/england-2027/orders/{ticket.order.reference}").text

        assert f'action="{self.address(ticket)}"' in text
        assert text.count("<summary>Replace the code of") == 2

    @pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["as a page", "as a fragment"])
    def test_the_button_replaces_the_code(self, organiser, session, ticket, headers):
        old = ticket.code

        answer = organiser.post(self.address(ticket), data={"version": "1"}, headers=headers)

        assert answer.status_code == 303
        session.refresh(ticket)
        assert ticket.code != old
        assert "a letter with it is on its way" in organiser.get(answer.location).text

    @pytest.mark.parametrize("typed", [{}, {"version": "2"}, {"version": "one"}], ids=str)
    def test_a_button_that_has_been_overtaken_does_nothing(self, organiser, session, ticket, typed):
        old = ticket.code

        answer = organiser.post(self.address(ticket), data=typed)

        assert answer.status_code == 409
        session.refresh(ticket)
        assert ticket.code == old

    def test_a_steward_and_another_event_s_organiser_find_nothing(self, browse, session, event, ticket):
        steward = browse(make.a_person(role=Role.DOOR, event=event))
        stranger = browse(make.a_person(role=Role.ORGANISER, event=make.an_event()))

        for client in (steward, stranger):
            assert client.post(self.address(ticket), data={"version": "1"}).status_code == 404

    def test_there_is_no_such_ticket(self, organiser, ticket):
        address = self.address(ticket).replace("tickets/2", "tickets/3")

        assert organiser.post(address, data={"version": "1"}).status_code == 404
