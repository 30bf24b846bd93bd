"""What stands on a printed badge, and that its code can be read from the page."""

import io
from threading import Semaphore

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from checkin import documents, queries, rules
from checkin.actions import save_badge_design, save_badge_paper
from checkin.models import BadgeBack, Part
from registration.codes import SignedCode
from registration.documents import signer
from registration.models import BadgePart, Category, ProofStatus
from tests import factories as make
from tests.checkin.badges import (
    an_event_with,
    codes_on,
    pictures_of,
    squeezed,
    the_pdf,
    the_questions,
    words_in,
)
from tests.registration.standing import BUYER

LONG = "Dr Bartholomew Llanfair-Wolfeschlegelsteinhausenbergerdorff"
WORDS = "Ymddiriedolaeth GIG Prifysgol Bwrdd Iechyd Gogledd-ddwyrain Cymru a’r Gororau"


def designed(event, **paper):
    """The event's own design with the given name large, on that paper."""
    given = {"event": event, "by_id": 1, "now": make.NOON}
    save_badge_paper(make.session, **given, **rules.OUR_PAPER | paper)
    sizes = rules.SIZES | {Part.GIVEN: 46}
    save_badge_design(make.session, category=None, words="", colour="#7b1a50", sizes=sizes, **given)
    make.session.commit()


@pytest.fixture
def told(session, now):
    """An event, and one delegate who has said all that there is to say: what is theirs on a badge, and canaries."""
    event, order = an_event_with("Dr Ash Fictum", contact_email="canarycontact@plenary.example")
    ticket = order.tickets[0]
    questions = the_questions(event)
    make.an_answer(ticket, questions[BadgePart.PRONOUNS], "they/them")
    make.an_answer(ticket, questions[BadgePart.JOB_ROLE], "Clinical fellow")
    make.an_answer(ticket, questions[BadgePart.PHOTOS], "Not near")
    for label in ("Diet", "Access", "Regulator’s number", "Ethnicity"):
        make.an_answer(ticket, make.a_question(event, label=f"canaryquestion {label}"), f"canary{label[:4]}")
    desk_own = make.a_question(event, is_staff_only=True, badge_part=BadgePart.JOB_ROLE)
    make.an_answer(ticket, desk_own, "canarydesk")
    ticket.line.name, ticket.line.unit_pence, ticket.line.category = "canaryproduct", 98765, Category.BURSARY
    ticket.line.off_pence = 98765
    ticket.order.name, ticket.email = "canarybuyer", "canary@north.example"
    session.commit()
    return event


SECRETS = ("canary", "987.65", "98765", "Not near", "Photograph", "ursary", BUYER)


def secrets_in(pdf: bytes) -> list[str]:
    """Which of them are among its words, or anywhere in its bytes once those are unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        unpacked = io.BytesIO()
        document.save(unpacked, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
        alt = " ".join(str(thing) for thing in document.objects)
    everything = words_in(pdf) + alt + unpacked.getvalue().decode("latin-1")
    return [secret for secret in SECRETS if secret in everything]


class TestRule35:
    def test_rule_35_a_badge_says_what_it_may_and_nothing_else(self, told):
        pdf = the_pdf(told)

        printed = words_in(pdf)
        for words in ("Ash", "Dr Ash Fictum", "they/them", "Clinical fellow", "North Trust", "Delegate", told.name):
            assert words in printed
        assert secrets_in(pdf) == []

    def test_rule_35_an_answer_that_gets_onto_a_badge_is_noticed(self, told, monkeypatch):
        whole = rules.Badge
        monkeypatch.setattr(
            queries.badges, "Badge", lambda *words, **said: whole(*words, **said | {"job_role": "canarydiet"})
        )

        assert secrets_in(the_pdf(told)) == ["canary"]

    def test_rule_35_an_answer_to_a_version_that_did_not_say_so_is_not_printed(self, session, now):
        event, order = an_event_with("Dr Ash Fictum")
        before = make.a_question(event, label="What do you not eat?")
        make.an_answer(order.tickets[0], before, "Peanuts")
        before.replaced_at = make.NOON
        make.a_question(event, first_id=before.id, version=2, badge_part=BadgePart.JOB_ROLE)

        assert queries.badges_of(session, event)[0].badge.job_role == ""

    def test_rule_35_what_was_taken_off_the_badge_is_not_printed_any_more(self, session, now):
        event, order = an_event_with("Dr Ash Fictum")
        before = make.a_question(event, badge_part=BadgePart.JOB_ROLE)
        make.an_answer(order.tickets[0], before, "Nurse")
        assert queries.badges_of(session, event)[0].badge.job_role == "Nurse"

        before.replaced_at = make.NOON
        make.a_question(event, first_id=before.id, version=2)

        assert queries.badges_of(session, event)[0].badge.job_role == ""

    def test_rule_35_a_photo_preference_is_a_shape_without_a_word(self, session, told):
        with_mark = the_pdf(told)
        marks = [place.badge.mark for place in queries.badges_of(session, told)]

        assert marks == [1]
        assert "Not near" not in words_in(with_mark)


class TestCodes:
    def test_every_code_is_read_from_the_page_and_is_wide_enough(self, app, session, now):
        event, order = an_event_with(*(f"Dr {name} Fictum" for name in "ABCDEF"))
        designed(event, qr_mm=30)

        read = [code for picture in pictures_of(the_pdf(event)) for code in codes_on(picture)]

        with app.app_context():
            codes = {signer().read(text) for text, _ in read}
        assert codes == {SignedCode(event.id, ticket.code) for ticket in order.tickets}
        assert min(width for _, width in read) >= 29.9  # a dot less than 30 mm

    def test_a_code_that_is_too_small_is_noticed(self, session, now):
        event, _ = an_event_with("Dr Ash Fictum")
        paper = queries.badge_paper_of(session, event)
        paper.qr_mm = 25  # which no table would take
        with make.app.app_context():
            badges = [place.badge for place in queries.badges_of(session, event)]
            job = documents.badge_job(event, paper, [], badges)
            pdf = documents.set_badges(job, signer=signer(), made_at=make.NOON)

        [(_, width)] = codes_on(pictures_of(pdf)[0])
        assert width < 29.9

    def test_the_printed_letters_stand_under_the_code(self, session, now):
        event, order = an_event_with("Dr Ash Fictum")
        code = order.tickets[0].code

        assert f"{code[:4]} {code[4:]}" in words_in(the_pdf(event))


class TestPaper:
    @pytest.mark.parametrize(
        ("is_single", "size"), [(False, (210, 297)), (True, (62, 100))], ids=["a sheet of A4", "the door's printer"]
    )
    def test_badges_come_four_to_a_sheet_or_each_on_a_label(self, session, now, is_single, size):
        event, _ = an_event_with(*"ABCDE")
        designed(event, label_width_mm=62, label_height_mm=100, qr_mm=30)

        with pypdfium2.PdfDocument(the_pdf(event, is_single=is_single)) as document:
            sizes = {tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in document}
            assert (len(document), sizes) == (5 if is_single else 2, {size})

    def test_backs_carry_the_events_own_lines_behind_their_fronts(self, session, now):
        event, _ = an_event_with(*"ABC")
        designed(event, back=BadgeBack.LINES, back_lines="Wi-fi: plenary-guest\nOpening at 09:00")

        with pypdfium2.PdfDocument(the_pdf(event)) as document:
            front, back = (page.get_textpage().get_text_bounded() for page in document)
        assert "plenary-guest" not in front
        assert back.count("plenary-guest") == back.count("Opening at 09:00") == 3

    def test_blanks_have_a_band_and_neither_name_nor_code(self, session, now):
        event = make.an_event(slug="leaders-2027")

        pdf = the_pdf(event, blanks=(Category.FELLOW, 2))

        assert words_in(pdf).count("Fellow") == 2
        assert codes_on(pictures_of(pdf)[0]) == []

    def test_the_same_badges_make_the_same_pdf_and_it_is_tagged(self, session, now):
        event, _ = an_event_with("Dr Ash Fictum")

        pdf = the_pdf(event)

        assert pdf == the_pdf(event)
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert document.Root.MarkInfo.Marked
            assert document.docinfo.Title == f"Badges: {event.name}"

    @pytest.mark.parametrize(
        "name", [LONG, "x" * 120, "Ŵŷn ap Gwynfor-ŁÓDŹ", "*bold* #panic() $x$", "中文 名"], ids=ascii
    )
    @pytest.mark.parametrize("paper", [{}, {"width_mm": 60, "height_mm": 100, "qr_mm": 38}], ids=["ours", "smallest"])
    def test_long_words_are_set_smaller_and_never_cut(self, session, now, name, paper):
        event, order = an_event_with(name)
        order.tickets[0].organisation = WORDS
        make.an_answer(order.tickets[0], make.a_question(event, badge_part=BadgePart.JOB_ROLE), "Deputy lead " * 40)
        designed(event, **paper)

        pdf = the_pdf(event)

        printed = squeezed(words_in(pdf))
        assert squeezed(WORDS) in printed
        assert squeezed("Deputy lead " * 40) in printed
        assert squeezed(name).replace("中文名", "�" * 3) in printed
        assert len(codes_on(pictures_of(pdf)[0])) == 1  # nothing lies over it

    def test_what_is_looked_at_is_what_is_printed(self, app, session, now):
        event, _ = an_event_with("Dr Ash Fictum")
        with app.app_context():
            badges = [place.badge for place in queries.badges_of(session, event)]
            job = documents.badge_job(event, queries.badge_paper_of(session, event), [], badges)
            picture = documents.preview_of(job, signer=signer())
        drawn = pictures_of(the_pdf(event), dots=documents.badges.SCREEN)[0]

        with Image.open(io.BytesIO(picture)) as looked_at:
            unlike = ImageChops.difference(looked_at.convert("L").resize(drawn.size), drawn)
        assert ImageStat.Stat(unlike).mean[0] < 4  # of 255: two programs drew them


def test_rule_34_only_places_that_stand_and_are_in_the_building_have_a_badge(session, now):
    event, order = an_event_with(*"ABCD")
    order.tickets[1].cancelled_at = make.NOON
    order.tickets[2].proof = ProofStatus.WAITING
    online = make.an_order(make.a_product(event, in_person=False), event=event, name="Online")
    session.commit()

    names = {place.badge.name: place.state for place in queries.badges_of(session, event)}

    assert names == {"A": rules.BadgeState.NEW, "C": rules.BadgeState.UNPROVED, "D": rules.BadgeState.NEW}
    assert online.tickets[0].name not in words_in(the_pdf(event))


def test_badges_are_read_in_three_statements_however_many(session, now, statements):
    event, _ = an_event_with(*"ABCDEFGH")
    event.id  # noqa: B018  read before it is counted
    statements.clear()

    assert len(queries.badges_of(session, event)) == 8
    assert len(statements) == 3


@pytest.mark.parametrize("packs", [1, 2], ids=["one at a time", "two at a time"])
def test_a_pack_waits_for_the_one_before_it_and_a_few_badges_for_none(app, told, monkeypatch, packs):
    place = queries.badges_of(make.session, told)[0]
    looks = (told, queries.badge_paper_of(make.session, told), queries.badge_designs_of(make.session, told))
    few, pack = (documents.badge_job(*looks, [place.badge] * number) for number in (2, 3))
    with app.app_context():
        how = {"signer": signer(), "made_at": make.NOON}
    monkeypatch.setattr(documents.badges, "FEW", 2)
    monkeypatch.setattr(documents.badges, "PATIENCE", 0.01)
    monkeypatch.setattr(documents.badges, "_packs", Semaphore(packs))  # of two, nobody would have to wait

    with documents.badges._packs:
        assert documents.set_badges(few, **how).startswith(b"%PDF")
        if packs == 1:
            with pytest.raises(documents.badges.PrinterIsBusy):
                documents.set_badges(pack, **how)
        else:
            assert documents.set_badges(pack, **how).startswith(b"%PDF")

    assert documents.set_badges(pack, **how).startswith(b"%PDF")
