"""What is done to several abstracts at once, and what is written to their authors."""

import pytest
from sqlalchemy import select

from abstracts import rules
from abstracts.actions import send_message
from abstracts.models import AbstractStatus, Message
from core.diary import DiaryEntry
from core.outbox import OutgoingLetter, compose
from people.models import Role, SignIn
from tests import factories as make
from tests.abstracts.chair import SUBMITTED, a_leak

DESK = "/desk/leaders-2027/abstracts"
TICKED, MESSAGE = f"{DESK}/ticked", f"{DESK}/message"
IN_REVIEW = AbstractStatus.IN_REVIEW


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def call(event):
    return make.a_call(event, slug="main", name="Main")


@pytest.fixture
def chair(browse, event):
    return browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=event))


@pytest.fixture
def three(session, call):
    """One that may go to review, one that has an open passage, and a draft."""
    made = [make.an_abstract(call, status=SUBMITTED), make.an_abstract(call, status=SUBMITTED), make.an_abstract(call)]
    a_leak(made[1])
    return made


def ids(abstracts) -> list[int]:
    return [each.id for each in abstracts]


def statuses(session, abstracts) -> list[AbstractStatus]:
    session.expire_all()
    return [each.status for each in abstracts]


class TestTicked:
    def test_the_page_says_what_will_happen_and_why_some_are_left_out(self, chair, three):
        page = chair.get(TICKED, query_string={"act": "review", "abstract": ids(three)}).text

        assert "Send 1 abstract to review" in page
        assert "1 passage may tell who wrote it" in page
        assert "It is draft, not submitted." in page

    def test_each_is_done_or_said_why_not_with_a_line_in_the_diary(self, session, chair, three):
        answer = chair.post(TICKED, data={"act": "review", "abstract": ids(three)})

        assert answer.status_code == 303
        assert statuses(session, three) == [IN_REVIEW, SUBMITTED, AbstractStatus.DRAFT]
        page = chair.get(answer.location).text
        assert "1 abstract is in review." in page
        assert "Not done for Main 2. 1 passage may tell who wrote it: judge or redact it first." in page
        assert "Not done for Main 3. An abstract that is draft cannot become in review" in page
        lines = select(DiaryEntry.object_id).where(DiaryEntry.act == "abstract in review")
        assert session.scalars(lines).all() == [three[0].id]

    def test_what_is_in_review_is_taken_back(self, session, chair, three):
        chair.post(TICKED, data={"act": "review", "abstract": ids(three)})

        chair.post(TICKED, data={"act": "back", "abstract": ids(three)})

        assert statuses(session, three)[0] is SUBMITTED

    def test_they_move_to_another_category_of_their_call(self, session, event, call, chair, three):
        foreign = make.an_abstract(make.a_call(event, name="Other"), status=SUBMITTED)
        to = call.categories[1]
        asked = {"act": "category", "abstract": ids([*three, foreign])}
        assert "Choose it" in chair.get(TICKED, query_string=asked).text
        assert chair.post(TICKED, data=asked).status_code == 200  # to which one is not said yet

        answer = chair.post(TICKED, data=asked | {"category": to.id})

        session.expire_all()
        assert [each.category_id for each in three] == [to.id] * 3
        assert [each.version for each in three] == [3] * 3  # an author’s open window learns of it
        page = chair.get(answer.location).text
        assert "3 abstracts are moved." in page
        assert "is a category of another call" in page

    def test_an_author_who_wrote_meanwhile_overwrites_no_move(self, session, call, chair, three, browse):
        chair.post(TICKED, data={"act": "category", "abstract": three[2].id, "category": call.categories[1].id})
        browser = browse(three[2].owner)
        path = f"/events/leaders-2027/abstracts/main/{three[2].number}/text"

        browser.post(path, data={"version": 2, "title": "Mine", "category": call.categories[0].id})

        session.expire_all()
        assert three[2].category_id == call.categories[1].id

    @pytest.mark.parametrize("act", ["review", "back", "category"])
    def test_none_ticked_is_said(self, chair, act):
        assert "Nothing is ticked" in chair.get(TICKED, query_string={"act": act}).text
        assert chair.post(TICKED, data={"act": act}).status_code == 409

    def test_another_events_are_not_there(self, session, chair):
        foreign = make.an_abstract(make.a_call(make.an_event()), status=SUBMITTED)

        chair.post(TICKED, data={"act": "review", "abstract": foreign.id})

        assert statuses(session, [foreign]) == [SUBMITTED]

    def test_more_than_one_goes_are_refused(self, chair):
        too_many = {"act": "review", "abstract": list(range(1, rules.MOST_ABSTRACTS_TICKED + 2))}

        assert chair.post(TICKED, data=too_many).status_code == 409


@pytest.fixture
def owed(session):
    """What each letter of the chair's says, by its recipient."""

    def letters(app) -> dict[str, tuple[str, str]]:
        found = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "abstracts/email/message"))
        with app.app_context():
            composed = {each.recipient: compose(session, each, masked=False) for each in found}
        return {to: (letter.subject, letter.text) for to, letter in composed.items()}

    return letters


class TestMessages:
    WORDS = {"subject": "About {number}", "words": "Dear {name},\n\n“{title}” of {call} is {odd}.", "do": "send"}
    FIT = WORDS | {"words": "Dear {name},\n\nwe read “{title}” of {call}. See evil.example {"}

    def test_reach_owner_and_corresponding_author_once_each_and_are_kept(self, app, session, chair, three, owed):
        three[1].authors[0].email_key = three[1].owner.email_key  # who is one and the same
        session.commit()

        answer = chair.post(MESSAGE, data=self.FIT | {"abstract": ids(three[:2])})

        assert answer.status_code == 303
        first, second = three[:2]
        letters = owed(app)
        assert {*letters} == {first.owner.email, first.authors[0].email, second.owner.email}
        subject, text = letters[first.authors[0].email]
        assert subject == f"About {first.number}"
        assert f"Dear {first.authors[0].name},\n\nwe read “{first.title}” of Main." in text
        assert "evil.example" not in text  # so that no mail program makes a link of it
        kept = session.scalars(select(Message)).one()
        assert (kept.call_id, kept.subject) == (first.call_id, "About {number}")
        written = select(DiaryEntry).where(DiaryEntry.act == "wrote to its authors")
        lines = session.scalars(written.order_by(DiaryEntry.object_id)).all()
        assert [(each.object_id, each.after) for each in lines] == [
            (each.id, {"message": kept.id}) for each in three[:2]
        ]
        assert "About {number}" in chair.get(f"{DESK}/messages").text

    def test_are_looked_at_first_as_one_of_them_reads_it(self, session, chair, three):
        page = chair.post(MESSAGE, data=self.FIT | {"do": "preview", "abstract": ids(three[:1])}).text

        assert f"Dear {three[0].owner.known_as}," in page
        assert "Send 2 letters" in page
        assert session.scalars(select(OutgoingLetter)).all() == []

    def test_with_a_placeholder_that_there_is_not_are_not_sent(self, session, chair, three):
        answer = chair.post(MESSAGE, data=self.WORDS | {"abstract": ids(three)})

        assert answer.status_code == 422
        assert "There is no {odd}." in answer.text
        assert session.scalars(select(Message)).all() == []

    def test_go_to_all_that_a_search_finds(self, app, chair, three, owed):
        page = chair.get(MESSAGE, query_string={"status": "draft"}).text
        assert "all that the search finds" in page

        chair.post(MESSAGE, data=self.FIT | {"query": "status=draft"})

        assert {*owed(app)} == {three[2].owner.email, three[2].authors[0].email}

    def test_that_say_nothing_of_one_abstract_reach_everybody_once(self, app, session, chair, call, owed):
        owner = make.a_person()
        for _ in range(3):
            abstract = make.an_abstract(call, owner, status=SUBMITTED)
            abstract.authors[0].email_key = owner.email_key
        session.commit()

        chair.post(MESSAGE, data={"subject": "The venue", "words": "Dear {name}, come.", "do": "send"})

        assert len(session.scalars(select(OutgoingLetter)).all()) == 1

    def test_to_nobody_are_refused(self, chair, call):
        assert "Nobody to write to" in chair.get(MESSAGE).text
        assert chair.post(MESSAGE, data=self.FIT).status_code == 409

    def test_ask_again_who_it_is_before_so_many_letters_go(self, session, chair, three):
        session.execute(SignIn.__table__.update().values(begun_at=make.NOON.replace(hour=1)))
        session.commit()

        assert chair.post(MESSAGE, data=self.FIT | {"abstract": ids(three)}).status_code == 409
        assert chair.get(MESSAGE).status_code == 303
        assert session.scalars(select(OutgoingLetter)).all() == []

    def test_of_an_abstract_that_is_gone_since_are_not_composed(self, app, session, three):
        draft = three[2]
        send_message(session, abstracts=[draft], subject="A", words="B {title}", by_id=None, now=make.NOON)
        session.flush()
        letter = session.scalars(select(OutgoingLetter)).first()
        letter.about = letter.about | {"abstract_id": 999_999}
        with app.app_context():
            assert compose(session, letter, masked=False) is None


@pytest.mark.parametrize(
    "words",
    ["{title}", "{title.__class__}", "{0}", "{title!r}", "{{title}}", "{title:>10}", "{name}{title}", "{ title }"],
)
def test_r17_what_is_filled_in_is_filled_in_once_and_reaches_no_attribute(words):
    values = {"title": "{name} {call} %s {0}", "number": 1, "name": "<b>Ash</b>", "call": "{title}"}

    filled = rules.filled_in(words, values)

    expected = words.replace("{title}", "\0").replace("{name}", "<b>Ash</b>").replace("\0", values["title"])
    assert filled == expected
    assert "class" not in filled or "__class__}" in filled


def test_r17_a_planted_filling_that_reads_its_own_words_again_is_seen():
    def again_and_again(words: str, values: dict) -> str:
        for name, value in values.items():
            words = words.replace(f"{{{name}}}", str(value))
        return words

    values = {"title": "{name}", "number": 1, "name": "Ash", "call": "Main"}

    assert again_and_again("{title}", values) == "Ash"  # which is what an author who calls their work {name} would see
    assert rules.filled_in("{title}", values) == "{name}"
