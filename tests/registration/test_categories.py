"""Who gets which price: domain rules 1 to 6 and 10, each with a fault that its check notices."""

from datetime import date, timedelta

import pytest

from members.models import CareerStage, Grade, Membership, Profession, Standing
from registration import rules
from registration.models import Category, Price, PricePeriod, Product, ProofStatus
from registration.rules import NotEligible, NotSoldTo, Offer, Place
from registration.rules.categories import FELLOWS, IN_TRAINING, WITHOUT_MEMBERSHIP
from tests.factories import NOON

BOOKED, EVENT_DAY = date(2026, 11, 21), date(2027, 3, 16)
SECOND = timedelta(seconds=1)


def a_membership(**changes) -> Membership:
    given = {
        "grade": Grade.MEMBER,
        "standing": Standing.ACTIVE,
        "valid_from": date(2020, 1, 1),
        "valid_to": None,
        "career_stage": CareerStage.CONSULTANT,
        "profession": Profession.DOCTOR,
    }
    return Membership(**given | changes)


def judged(declared=Category.MEMBER, membership=None, **changes) -> rules.Eligibility:
    given = {"booked_on": BOOKED, "first_day": EVENT_DAY, "is_own": True}
    return rules.eligibility(declared, membership, **given | changes)


def a_matrix(**rows) -> Product:
    """A product with a price in pence for each category, one for each period: early to NOON, then late."""
    early, late = PricePeriod(name="Early", ends_at=NOON), PricePeriod(name="Late", ends_at=NOON + timedelta(days=9))
    product = Product(name="Two days", price_pence=99900, quotas=[])
    for category, pence in rows.items():
        for period, each in zip((early, late), pence, strict=True):
            product.prices.append(Price(category=Category[category], period=period, pence=each))
    return product


class TestTheCategoryOfAMember:
    @pytest.mark.parametrize(
        ("changes", "category"),
        [
            ({}, Category.MEMBER),
            ({"profession": Profession.DENTIST}, Category.MEMBER),
            ({"profession": Profession.NURSE}, Category.MEMBER_CLINICAL),
            ({"profession": Profession.NONE}, Category.MEMBER_CLINICAL),
            ({"grade": Grade.STUDENT}, Category.MEMBER_STUDENT),
            ({"career_stage": CareerStage.STUDENT}, Category.MEMBER_STUDENT),
            ({"grade": Grade.TRAINEE}, Category.MEMBER_TRAINEE),
            *(({"career_stage": stage}, Category.MEMBER_TRAINEE) for stage in IN_TRAINING),
            *(({"grade": grade}, Category.FELLOW) for grade in FELLOWS),
            ({"grade": Grade.FELLOW, "career_stage": CareerStage.HIGHER_TRAINING}, Category.FELLOW),
            ({"grade": Grade.COLLABORATIVE, "profession": Profession.PHARMACIST}, Category.FELLOW),
        ],
    )
    def test_follows_from_grade_then_stage_then_profession(self, changes, category):
        assert rules.category_of(a_membership(**changes)) is category


class TestRule3:
    """A member price needs membership on the booking date and on the first event day."""

    @pytest.mark.parametrize(
        ("valid_from", "valid_to", "may"),
        [
            (BOOKED, EVENT_DAY, True),
            (BOOKED + timedelta(days=1), EVENT_DAY, False),
            (BOOKED, EVENT_DAY - timedelta(days=1), False),
            (BOOKED, None, True),
            (date(2020, 1, 1), BOOKED - timedelta(days=1), False),
        ],
    )
    def test_rule_3_a_member_price_needs_both_days(self, valid_from, valid_to, may):
        membership = a_membership(valid_from=valid_from, valid_to=valid_to)
        if may:
            assert judged(membership=membership).category is Category.MEMBER
        else:
            with pytest.raises(NotEligible, match=r"Doctor or dentist, not a member.*renew"):
                judged(membership=membership)

    def test_rule_3_vector_8_who_ends_before_the_event_is_offered_the_other_price_or_to_renew(self):
        with pytest.raises(NotEligible, match="ends before the event begins"):
            judged(membership=a_membership(valid_to=date(2027, 2, 28)))

    def test_rule_3_a_program_that_looks_at_one_day_only_is_noticed(self, monkeypatch):
        monkeypatch.setattr("registration.rules.categories.is_active_on", lambda membership, day: day == BOOKED)

        with pytest.raises(NotEligible):
            judged(membership=a_membership())


class TestRule4:
    @pytest.mark.parametrize("standing", [Standing.LAPSED, Standing.SUSPENDED, Standing.ERASED])
    @pytest.mark.parametrize("declared", list(WITHOUT_MEMBERSHIP))
    def test_rule_4_who_is_not_in_good_standing_never_gets_a_member_price(self, standing, declared):
        with pytest.raises(NotEligible, match="not active"):
            judged(declared, a_membership(standing=standing))

    @pytest.mark.parametrize("standing", [Standing.LAPSED, Standing.SUSPENDED, Standing.ERASED])
    def test_rule_4_of_a_colleague_nothing_is_told_and_a_proof_is_waited_for(self, standing):
        unknown = judged(is_own=False)

        assert judged(membership=a_membership(standing=standing), is_own=False) == unknown
        assert unknown.proof is ProofStatus.WAITING

    def test_rule_4_a_program_that_forgets_the_standing_is_noticed(self, monkeypatch):
        monkeypatch.setattr("registration.rules.categories.is_active_on", lambda *_: True)

        assert judged(membership=a_membership(standing=Standing.ERASED)).category is Category.MEMBER


class TestRule5:
    def test_rule_5_the_register_bears_a_colleague_out_in_silence(self):
        found = judged(membership=a_membership(), is_own=False)

        assert (found.category, found.proof) == (Category.MEMBER, ProofStatus.NOT_NEEDED)

    def test_rule_5_a_colleague_of_another_category_must_prove_theirs(self):
        found = judged(Category.FELLOW, a_membership(), is_own=False)

        assert (found.category, found.proof) == (Category.FELLOW, ProofStatus.WAITING)

    @pytest.mark.parametrize("declared", [Category.TRAINEE, Category.STUDENT, Category.LOW_INCOME])
    def test_rule_5_what_no_register_shows_waits_for_a_proof(self, declared):
        assert judged(declared).proof is ProofStatus.WAITING

    @pytest.mark.parametrize("declared", [Category.DOCTOR, Category.PUBLIC, Category.COMMERCIAL])
    def test_rule_5_the_full_prices_need_none(self, declared):
        assert judged(declared) == rules.Eligibility(declared, rules.CATEGORY_WORDS[declared])

    @pytest.mark.parametrize(
        ("proof", "may"),
        [
            (ProofStatus.NOT_NEEDED, True),
            (ProofStatus.WAITING, False),
            (ProofStatus.SENT, False),
            (ProofStatus.ACCEPTED, True),
            (ProofStatus.REFUSED, False),
        ],
    )
    def test_rule_5_the_door_waits_for_the_proof(self, proof, may):
        assert rules.may_enter(proof) is may

    @pytest.mark.parametrize(("paid", "right", "owed"), [(19500, 52500, 33000), (100, 100, 0), (200, 100, 0)])
    def test_rule_5_a_failed_proof_costs_the_difference_and_never_gives_back(self, paid, right, owed):
        assert rules.difference_pence(paid, right) == owed


class TestRule6:
    def test_rule_6_a_member_has_one_category_and_one_price(self):
        """A fellow in training, who could be three things, is one."""
        everything = a_membership(grade=Grade.FELLOW, career_stage=CareerStage.HIGHER_TRAINING)

        assert {judged(each, everything).category for each in WITHOUT_MEMBERSHIP} == {Category.FELLOW}

    def test_rule_6_a_program_that_lets_a_member_choose_is_noticed(self, monkeypatch):
        declared = list(WITHOUT_MEMBERSHIP)
        cheapest = iter(declared)
        monkeypatch.setattr("registration.rules.categories.category_of", lambda _: next(cheapest))

        assert {judged(each, a_membership()).category for each in declared} == set(WITHOUT_MEMBERSHIP)

    @pytest.mark.parametrize("declared", [Category.PARTNER, Category.ISSUED, Category.BURSARY])
    def test_rule_6_what_is_given_by_invitation_cannot_be_declared(self, declared):
        with pytest.raises(NotEligible, match="by invitation"):
            judged(declared)
        assert judged(declared, is_invited=True).category is declared


class TestRule10:
    @pytest.mark.parametrize("profession", [Profession.NURSE, Profession.PHARMACIST, Profession.NONE])
    def test_rule_10_whoever_is_no_doctor_is_priced_without_a_number(self, profession):
        assert judged(membership=a_membership(profession=profession)).category is Category.MEMBER_CLINICAL


class TestRule1:
    def test_rule_1_the_price_is_that_of_product_category_and_period(self):
        product = a_matrix(MEMBER=(39500, 46500), DOCTOR=(52500, 62000))

        assert rules.price_of(product, Category.MEMBER, NOON - SECOND) == 39500
        assert rules.price_of(product, Category.DOCTOR, NOON - SECOND) == 52500
        both = [Place(product, category=each) for each in (Category.MEMBER, Category.DOCTOR)]
        assert [each.total_pence for each in rules.charges(both, None, NOON)] == [46500, 62000]

    def test_rule_1_a_program_that_forgets_the_category_is_noticed(self, monkeypatch):
        product = a_matrix(MEMBER=(39500, 46500), DOCTOR=(52500, 62000))
        monkeypatch.setattr("registration.rules.prices.prices_now", lambda *_: dict.fromkeys(Category, 39500))

        assert rules.price_of(product, Category.DOCTOR, NOON - SECOND) != 52500

    def test_rule_1_a_category_without_a_price_cannot_have_it(self):
        with pytest.raises(NotSoldTo, match="no price for “Fellow"):
            rules.price_of(a_matrix(MEMBER=(1, 2)), Category.FELLOW, NOON)

    def test_rule_1_without_a_matrix_everybody_pays_the_same(self):
        assert rules.price_of(Product(price_pence=4500, prices=[]), Category.STANDARD, NOON) == 4500

    def test_rule_1_a_free_category_of_a_dear_product_is_free(self):
        assert rules.price_of(a_matrix(MEMBER_STUDENT=(0, 0)), Category.MEMBER_STUDENT, NOON) == 0


class TestRule2:
    @pytest.mark.parametrize(("at", "pence"), [(NOON - SECOND, 100), (NOON, 200), (NOON + SECOND, 200)])
    def test_rule_2_a_period_is_over_at_the_instant_after_its_last_second(self, at, pence):
        assert rules.price_of(a_matrix(MEMBER=(100, 200)), Category.MEMBER, at) == pence

    def test_rule_2_a_program_that_ends_a_period_a_second_late_is_noticed(self, monkeypatch):
        now, product = rules.prices_now, a_matrix(MEMBER=(100, 200))
        monkeypatch.setattr("registration.rules.prices.prices_now", lambda one, at: now(one, at - SECOND))

        assert rules.price_of(product, Category.MEMBER, NOON) != 200

    def test_rule_2_after_the_last_period_nothing_is_sold(self):
        with pytest.raises(NotSoldTo):
            rules.price_of(a_matrix(MEMBER=(100, 200)), Category.MEMBER, NOON + timedelta(days=9))

    def test_what_the_invited_pay_is_not_where_prices_begin_unless_only_they_may_come(self):
        assert rules.price_span(a_matrix(MEMBER=(100, 200), PARTNER=(0, 0)), NOON) == (200, 200)
        assert rules.price_span(a_matrix(BURSARY=(0, 0)), NOON) == (0, 0)

    def test_the_span_of_a_matrix_is_its_least_and_most_just_now(self):
        product = a_matrix(MEMBER=(100, 200), DOCTOR=(300, 400))

        assert rules.price_span(product, NOON) == (200, 400)
        assert rules.offers([product], None, NOON) == {product.id: Offer(200, 400)}
        assert rules.offers([product], Category.FELLOW, NOON) == {product.id: None}
        chosen = [(product, Category.DOCTOR), (None, Category.DOCTOR), (product, None)]
        assert [rules.cost_of(*each, NOON) for each in chosen] == [400, None, None]
