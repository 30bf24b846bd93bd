"""What a badge says and how it looks, without a database."""

from dataclasses import replace

import pytest

from checkin import rules
from checkin.models import BadgeDesign, BadgeSize, PackingOrder, Part, ReprintReason
from checkin.rules import Badge, BadgeOf, BadgeState
from demo.badges import COLOURS
from registration.models import Category, ProofStatus
from registration.rules import CATEGORY_WORDS

ASH = Badge("Dr Ash Fictum", "North Trust", Category.FELLOW, "AAAA2222")


def a_place(name="Dr Ash Fictum", organisation="", category=Category.STANDARD, **changes) -> BadgeOf:
    badge = Badge(name, organisation, category, "AAAA2222")
    return BadgeOf(**{"ticket_id": 1, "reference": "R", "proof": ProofStatus.NOT_NEEDED, "badge": badge} | changes)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Dr Ash Fictum", "Ash"),
        ("Prof. Dame Ash Fictum", "Ash"),
        ("Ash Fictum", "Ash"),
        ("Ash", ""),
        ("Dr Ash", ""),
        ("A. Fictum", ""),
        ("Dr A Fictum", ""),
        ("", ""),
    ],
)
def test_a_given_name_is_the_first_without_titles_and_never_an_initial(name, given):
    assert rules.given_name(name) == given


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (PackingOrder.SURNAME, ["Prof Ash abel", "Dr Zed Ábel", "Ann de Bont"]),
        (PackingOrder.ORGANISATION, ["Ann de Bont", "Dr Zed Ábel", "Prof Ash abel"]),
        (PackingOrder.CATEGORY, ["Prof Ash abel", "Ann de Bont", "Dr Zed Ábel"]),
    ],
    ids=str,
)
def test_badges_are_packed_by_surname_organisation_or_category(order, names):
    badges = [
        a_place("Ann de Bont", "Älpha", Category.BURSARY, ticket_id=1),
        a_place("Prof Ash abel", "beta", Category.LOW_INCOME, ticket_id=2),
        a_place("Dr Zed Ábel", "Alpine", Category.FELLOW, ticket_id=3),
    ]

    assert [each.badge.name for each in rules.in_packing_order(badges, order)] == names


class TestRule35:
    @pytest.mark.parametrize("category", sorted(rules.PRICE_ALONE, key=str), ids=str)
    def test_rule_35_a_category_that_is_a_price_looks_like_any_delegates(self, category):
        designs = [BadgeDesign(category=category, words="Bursary", colour="#000000")]

        assert rules.look_of(category, designs) == rules.look_of(Category.STANDARD, [])
        with pytest.raises(rules.NoDesign):
            rules.check_may_design(category)

    def test_rule_35_a_category_that_tells_its_price_is_noticed(self, monkeypatch):
        monkeypatch.setattr(rules.badges, "PRICE_ALONE", set())
        monkeypatch.setitem(rules.BAND_WORDS, Category.BURSARY, "Bursary place")

        assert rules.look_of(Category.BURSARY, []).words != rules.look_of(Category.STANDARD, []).words

    def test_rule_35_each_category_has_words_for_a_badge_and_none_says_who_pays_less(self):
        assert rules.BAND_WORDS.keys() | rules.PRICE_ALONE == set(Category) == CATEGORY_WORDS.keys()
        assert not [words for words in rules.BAND_WORDS.values() if "not a member" in words or "income" in words]

    def test_rule_35_a_badge_has_these_fields_and_no_other(self):
        said = {"name", "pronouns", "job_role", "organisation", "category", "code", "mark"}
        assert set(Badge.__dataclass_fields__) == said


class TestLooks:
    def test_a_category_has_its_own_colour_and_words_and_the_sizes_of_the_event(self):
        general = BadgeDesign(category=None, words="", colour="#145c39", sizes=[BadgeSize(part=Part.NAME, points=40)])
        own = BadgeDesign(category=Category.FELLOW, words="Our fellows", colour="#f1c36d", sizes=[])

        look = rules.look_of(Category.FELLOW, [general, own])

        assert (look.words, look.colour, look.on_colour) == ("Our fellows", "#f1c36d", rules.badges.INK)
        assert (look.sizes[Part.NAME], look.sizes[Part.PRONOUNS]) == (40, 0)
        assert rules.look_of(Category.MEMBER, [general, own]).colour == "#145c39"

    @pytest.mark.parametrize("colour", [*COLOURS.values(), "#000000", "#ffffff", rules.DAMSON])
    def test_words_in_a_band_can_be_read(self, colour):
        assert rules.contrast(rules.words_on(colour), colour) >= 4.5

    def test_a_colour_on_which_nothing_can_be_read_is_refused(self):
        with pytest.raises(rules.UnreadableColour):
            rules.words_on("#7f7f7f")

    @pytest.mark.parametrize(
        ("one", "other", "is_so"), [("#000000", "#ffffff", 21), ("#7b1a50", "#7b1a50", 1), ("#777777", "#ffffff", 4.48)]
    )
    def test_contrast_is_reckoned_as_wcag_says(self, one, other, is_so):
        assert rules.contrast(one, other) == pytest.approx(is_so, abs=0.01)

    @pytest.mark.parametrize(
        ("typed", "lines"),
        [
            ("Wi-fi: guest", [("Wi-fi", "guest")]),
            ("Opening at 09:00", [("", "Opening at 09:00")]),
            ("\n  \nOne\n", [("", "One")]),
            (f"{'x' * 31}: y", [("", f"{'x' * 31}: y")]),
        ],
    )
    def test_a_line_of_the_back_may_have_a_label(self, typed, lines):
        assert [(line["label"], line["words"]) for line in rules.back_lines(typed)] == lines


class TestPrinting:
    def test_a_badge_has_changed_once_it_would_say_something_else(self):
        printed = a_place(copies=1, printed=rules.digest_of(a_place().badge))

        assert printed.state is BadgeState.PRINTED
        for change in ({"name": "Ash"}, {"organisation": "South"}, {"job_role": "Nurse"}, {"code": "B"}, {"mark": 1}):
            assert replace(printed, badge=replace(printed.badge, **change)).state is BadgeState.CHANGED
        bursary = replace(printed, badge=replace(printed.badge, category=Category.BURSARY))
        assert bursary.state is BadgeState.PRINTED  # it looks the same

    @pytest.mark.parametrize("proof", [ProofStatus.WAITING, ProofStatus.SENT, ProofStatus.REFUSED], ids=str)
    def test_rule_5_there_is_no_badge_before_its_category_is_proved(self, proof):
        place = a_place(proof=proof, copies=1)

        assert rules.printable_of([place]) == []
        with pytest.raises(rules.NoBadge):
            rules.check_may_print(place, ReprintReason.LOST)

    def test_rule_5_a_badge_that_does_not_wait_is_noticed(self, monkeypatch):
        monkeypatch.setattr(rules.badges, "may_enter", lambda _proof: True)

        assert rules.printable_of([a_place(proof=ProofStatus.WAITING)]) != []

    def test_a_further_copy_needs_a_reason(self):
        rules.check_may_print(a_place(), None)
        rules.check_may_print(a_place(copies=1), ReprintReason.LOST)
        with pytest.raises(rules.SaysNoReason):
            rules.check_may_print(a_place(copies=1), None)

    def test_specimens_are_the_longest_of_the_event_and_an_invented_one(self):
        short, long = ASH, replace(ASH, name="Dr Ash Fictum-Fictumsson", job_role="Nurse")

        shown = rules.specimens([short, long], None)

        assert [each.name for each in shown] == [long.name, short.name, long.name, rules.SPECIMEN.name]
        assert {each.code for each in shown} == {rules.SPECIMEN.code}  # nobody's
        assert rules.specimens([], Category.FELLOW) == [replace(rules.SPECIMEN, category=Category.FELLOW)]
