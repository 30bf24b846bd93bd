"""Those who are named say whether they are authors: by a link that acts on POST alone (R10, R11)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from abstracts.actions import ask_again, change_author, submit_abstract, withdraw_abstract
from abstracts.documents import author_link
from abstracts.models import AbstractStatus, Agreement, Author
from abstracts.rules import AuthorDetails, TooLateToAnswer
from core.db import record_apart
from core.diary import DiaryEntry
from core.errors import TooMany
from core.outbox import OutgoingLetter, compose
from tests import factories as make
from tests.walker import rows_of

DAY = timedelta(days=1)
AGREE, DECLINE = "I am an author, and agree", "I am not, or do not agree"


@pytest.fixture
def abstract(app, session, call, now):
    """Sent in by Rowan, who is its first author, with two others."""
    rowan = make.a_person(name="Rowan Exampleby")
    draft = make.an_abstract(call, rowan, authors=0)
    make.an_author(draft, email=rowan.email)
    for position in (2, 3):
        make.an_author(draft, position=position, given_names="Ash", surname=f"Fictum{position}")
    session.refresh(draft)
    with app.app_context():
        submit_abstract(session, abstract=draft, version=draft.version, by_id=rowan.id, now=now)
    session.commit()
    return draft


@pytest.fixture
def link(app):
    def path_of(author: Author) -> str:
        with app.app_context():
            return author_link(author).removeprefix("http://localhost")

    return path_of


@pytest.fixture
def page_of(abstract):
    def path(author: Author) -> str:
        call = abstract.call
        return f"/events/{call.event.slug}/abstracts/{call.slug}/{abstract.number}/named/{author.id}"

    return path


def letters_of(session, kind: str) -> list[OutgoingLetter]:
    found = select(OutgoingLetter).where(OutgoingLetter.kind == f"abstracts/email/{kind}")
    return list(session.scalars(found.order_by(OutgoingLetter.id)))


def test_each_author_but_the_one_who_sent_it_is_asked_once(abstract, letters):
    assert letters("named") == sorted(each.email for each in abstract.authors[1:])
    assert letters("submitted") == [abstract.owner.email]
    answers = [each.agreement for each in abstract.authors]
    assert answers == [Agreement.CONFIRMED, Agreement.WAITING, Agreement.WAITING]


def test_the_letter_leads_to_the_text_and_the_authors_at_a_clean_address(app, session, abstract, browse, page_of):
    author = abstract.authors[1]
    with app.app_context():
        letter = compose(session, letters_of(session, "named")[0], masked=False)
    path = next(line for line in letter.text.splitlines() if "/named/" in line).removeprefix("http://localhost")
    client = browse()

    traded = client.get(path)

    assert (traded.status_code, traded.location) == (303, page_of(author))
    text = client.get(traded.location).text
    for words in (abstract.title, "What we say under Background.", "Fictum3", AGREE, DECLINE):
        assert words in text
    assert author.email not in text


def test_r11_looking_changes_nothing_and_the_button_does(session, abstract, browse, link, page_of):
    author, client = abstract.authors[1], browse()
    before = rows_of(session.get_bind())

    for _ in "12":
        assert client.get(link(author)).status_code == 303
        assert client.get(page_of(author)).status_code == 200
        assert client.head(page_of(author)).status_code == 200
        for deed in ("agree", "decline"):
            assert client.get(f"{page_of(author)}/{deed}").status_code == 405

    assert rows_of(session.get_bind()) == before
    assert client.post(f"{page_of(author)}/agree").status_code == 303
    session.expire_all()
    assert (author.agreement, author.answered_at) == (Agreement.CONFIRMED, make.NOON)


def test_r11_a_page_that_acted_when_it_is_looked_at_would_be_seen(
    app, session, abstract, browse, link, page_of, monkeypatch
):
    real = app.view_functions["abstracts.open_agreement"]

    def open_and_agree(author_id, **named):
        agreed = (
            update(Author).where(Author.id == author_id).values(agreement=Agreement.CONFIRMED, answered_at=make.NOON)
        )
        record_apart(agreed)
        return real(author_id=author_id, **named)

    open_and_agree.access = real.access
    monkeypatch.setitem(app.view_functions, "abstracts.open_agreement", open_and_agree)

    with pytest.raises(AssertionError):
        test_r11_looking_changes_nothing_and_the_button_does(session, abstract, browse, link, page_of)


def test_r10_only_the_link_or_the_proved_address_opens_it(session, abstract, browse, link, page_of):
    author, other = abstract.authors[1:]
    ash = make.a_person(email=author.email)
    with_link, of_other = browse(), browse()
    with_link.get(link(author))
    of_other.get(link(other))

    for client, status in (
        (browse(), 404),
        (browse(make.a_person()), 404),
        (browse(abstract.owner), 404),
        (of_other, 404),
        (browse(ash), 200),
        (with_link, 200),
    ):
        assert client.get(page_of(author)).status_code == status
        assert client.post(f"{page_of(author)}/decline").status_code == (303 if status == 200 else 404)


def test_r11_the_old_link_ends_with_the_old_address(app, session, abstract, browse, link, page_of):
    author, old, client = abstract.authors[1], link(abstract.authors[1]), browse()
    client.get(old)
    assert client.get(page_of(author)).status_code == 200
    details = AuthorDetails("Ash", "Fictum", "new@north.example", "Halcyon")

    with app.app_context():
        change_author(session, author=author, details=details, version=abstract.version, by_id=None, now=make.NOON)
    session.commit()

    assert client.get(page_of(author)).status_code == 404  # in the browser that had opened it too
    assert browse().get(old).status_code == 404
    assert client.post(f"{page_of(author)}/agree").status_code == 404
    assert browse().get(link(author)).status_code == 303


def test_a_forged_link_opens_nothing(abstract, browse, link, page_of):
    forged = link(abstract.authors[1]).rpartition("/")[0]

    for path in (f"{forged}/{'A' * 22}", link(abstract.authors[1]).replace(f"/{abstract.authors[1].id}/", "/999999/")):
        assert browse().get(path).status_code == 404


def test_an_answer_may_be_changed_until_the_call_closes(session, abstract, browse, link, page_of, monkeypatch):
    first, second = abstract.authors[1:]
    client = browse()
    for author in (first, second):
        client.get(link(author))
    assert client.post(f"{page_of(first)}/agree").status_code == 303
    assert client.post(f"{page_of(first)}/decline").status_code == 303
    monkeypatch.setattr("core.clock.now", lambda: abstract.call.closes_at)

    late = client.post(f"{page_of(first)}/agree")
    first_answer = client.post(f"{page_of(second)}/agree")

    session.expire_all()
    assert (late.status_code, first_answer.status_code) == (409, 303)
    assert "answers can be changed no more" in late.text
    assert (first.agreement, second.agreement) == (Agreement.DECLINED, Agreement.CONFIRMED)
    assert AGREE not in client.get(page_of(first)).text


def test_a_no_is_told_once_an_hour_and_leaves_the_abstract_as_it_is(app, session, abstract, browse, link, page_of):
    author, client = abstract.authors[1], browse()
    client.get(link(author))

    for deed in ("decline", "agree", "decline"):
        client.post(f"{page_of(author)}/{deed}")

    session.expire_all()
    (letter,) = letters_of(session, "declined_author")
    assert letter.recipient == abstract.owner.email
    with app.app_context():
        assert "Ash Fictum2" in compose(session, letter, masked=False).text
    assert abstract.status is AbstractStatus.SUBMITTED
    acts = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "answered as an author")).all()
    assert [each.after["answer"] for each in acts] == ["declined", "confirmed", "declined"]
    assert "Fictum" not in repr([(each.before, each.after) for each in acts])


def test_letters_whose_reason_has_gone_are_not_sent(app, session, abstract, browse, link, page_of):
    author, client = abstract.authors[1], browse()
    client.get(link(author))
    client.post(f"{page_of(author)}/decline")
    client.post(f"{page_of(author)}/agree")
    session.expire_all()

    with app.app_context():
        asked, other = letters_of(session, "named")
        assert compose(session, asked, masked=False) is None  # has answered
        assert compose(session, letters_of(session, "declined_author")[0], masked=False) is None
        assert compose(session, other, masked=False) is not None
        withdraw_abstract(session, abstract=abstract, version=abstract.version, by_id=None, now=make.NOON)
        assert compose(session, other, masked=False) is None
        assert compose(session, letters_of(session, "submitted")[0], masked=False) is None


def test_the_desk_reads_the_letter_without_its_link(app, session, abstract):
    with app.app_context():
        letter = compose(session, letters_of(session, "named")[0], masked=True)

    assert "/named/" in letter.text
    assert "/open/" not in letter.text + letter.html


def test_the_letter_goes_again_three_times_a_day_and_not_to_who_answered(app, session, abstract, letters):
    waiting, answered = abstract.authors[1:]
    answered.agreement = Agreement.CONFIRMED
    with app.app_context():
        for minute in (1, 2):
            ask_again(session, author=waiting, by_id=None, now=make.NOON + timedelta(minutes=minute))
        with pytest.raises(TooMany):
            ask_again(session, author=waiting, by_id=None, now=make.NOON + timedelta(minutes=3))
        with pytest.raises(TooLateToAnswer):
            ask_again(session, author=answered, by_id=None, now=make.NOON)
        ask_again(session, author=waiting, by_id=None, now=make.NOON + DAY)

    assert letters("named").count(waiting.email) == 4


def test_one_address_is_not_flooded_from_many_abstracts_and_submitting_goes_on(app, session, call, letters):
    most = app.config["LIMITS"].letters_to_author
    with app.app_context():
        for _ in range(most + 2):
            draft = make.an_abstract(call)
            make.an_author(draft, position=2, email="ash@north.example")
            session.refresh(draft)
            submit_abstract(session, abstract=draft, version=draft.version, by_id=None, now=make.NOON)
            assert draft.status is AbstractStatus.SUBMITTED

    assert letters("named").count("ash@north.example") == most


def test_one_writer_does_not_write_to_the_whole_world(app, session, call, letters, monkeypatch):
    limits = replace(app.config["LIMITS"], letters_by_writer=5)
    monkeypatch.setitem(app.config, "LIMITS", limits)
    writer = make.a_person()
    with app.app_context():
        for _ in range(3):
            draft = make.an_abstract(call, writer, authors=3)
            submit_abstract(session, abstract=draft, version=draft.version, by_id=writer.id, now=make.NOON)
        other = make.an_abstract(call, authors=1)
        submit_abstract(session, abstract=other, version=other.version, by_id=None, now=make.NOON)

    assert len(letters("named")) == 5 + 1


def test_a_withdrawn_abstract_asks_nothing_any_more(app, session, abstract, browse, link, page_of):
    author, client = abstract.authors[1], browse()
    client.get(link(author))
    with app.app_context():
        withdraw_abstract(session, abstract=abstract, version=abstract.version, by_id=None, now=make.NOON)
    session.commit()

    shown, pressed = client.get(page_of(author)), client.post(f"{page_of(author)}/agree")

    assert "This abstract was withdrawn" in shown.text
    assert AGREE not in shown.text
    assert pressed.status_code == 409


def test_looking_costs_the_same_for_few_and_many_authors(session, abstract, browse, link, page_of, statements):
    client, counts, path = browse(), [], page_of(abstract.authors[1])
    client.get(link(abstract.authors[1]))
    for more in (0, 3):
        for position in range(more):
            make.an_author(abstract, position=4 + position)
        statements.clear()
        assert client.get(path).status_code == 200
        counts.append(len(statements))

    assert counts == [5, 5]  # who is named with abstract, call and owner; headings; sections; authors; files
