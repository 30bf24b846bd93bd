"""Which audience category a delegate is in, and why (domain rules 3, 4, 6 and 10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.errors import Refusal
from members.models import CareerStage, Grade, Membership, Profession
from members.rules import is_active_on
from registration.models import Category, ProofStatus

CATEGORY_WORDS = {
    Category.STANDARD: "Standard",
    Category.MEMBER: "Member: consultant, GP, SAS doctor or dentist",
    Category.FELLOW: "Fellow, of any grade",
    Category.MEMBER_CLINICAL: "Member: another profession",
    Category.MEMBER_TRAINEE: "Member: trainee or foundation doctor",
    Category.MEMBER_STUDENT: "Member: medical or dental student",
    Category.DOCTOR: "Doctor or dentist, not a member",
    Category.TRAINEE: "Trainee or foundation doctor, not a member",
    Category.STUDENT: "Student, not a member",
    Category.PUBLIC: "NHS, public sector or charity: other staff",
    Category.COMMERCIAL: "Commercial organisation",
    Category.LOW_INCOME: "From a low- or lower-middle-income country",
    Category.PARTNER: "Patient or carer partner",
    Category.ISSUED: "Speaker, chair, reviewer, press or exhibitor",
    Category.BURSARY: "Bursary place",
}
# What a member would be who is none: the price that a lapsed or unproved membership leaves.
WITHOUT_MEMBERSHIP = {
    Category.MEMBER: Category.DOCTOR,
    Category.FELLOW: Category.DOCTOR,
    Category.MEMBER_CLINICAL: Category.PUBLIC,
    Category.MEMBER_TRAINEE: Category.TRAINEE,
    Category.MEMBER_STUDENT: Category.STUDENT,
}
# And what who is none would be with it.
AS_MEMBER = {
    Category.DOCTOR: Category.MEMBER,
    Category.PUBLIC: Category.MEMBER_CLINICAL,
    Category.TRAINEE: Category.MEMBER_TRAINEE,
    Category.STUDENT: Category.MEMBER_STUDENT,
}
# These are given to somebody, never declared.
BY_INVITATION = {Category.PARTNER, Category.ISSUED, Category.BURSARY}
# What shows that a category is somebody's own, where the register does not show it.
PROOF_WANTED = {
    Category.MEMBER: "your membership number",
    Category.FELLOW: "your membership number",
    Category.MEMBER_CLINICAL: "your membership number",
    Category.MEMBER_TRAINEE: "your training number, or a letter from your training programme",
    Category.MEMBER_STUDENT: "a letter or card from your university, or a message from your university address",
    Category.TRAINEE: "your training number, or a letter from your training programme",
    Category.STUDENT: "a letter or card from your university, or a message from your university address",
    Category.LOW_INCOME: "the address of the institution where you work",
}
FELLOWS = {Grade.ASSOCIATE_FELLOW, Grade.FELLOW, Grade.SENIOR_FELLOW, Grade.COLLABORATIVE}
IN_TRAINING = {CareerStage.FOUNDATION, CareerStage.EARLY_TRAINING, CareerStage.HIGHER_TRAINING}


class NotEligible(Refusal):
    """The category is not theirs; the message says which one is, and what would change that."""


@dataclass(frozen=True)
class Eligibility:
    """The category a place is sold in, the reason in words for the delegate, and whether a proof is waited for."""

    category: Category
    reason: str
    proof: ProofStatus = ProofStatus.NOT_NEEDED


def category_of(membership: Membership) -> Category:
    """The category that a membership gives while it is active: by grade, then stage, then profession."""
    if membership.grade in FELLOWS:
        return Category.FELLOW
    if membership.grade is Grade.STUDENT or membership.career_stage is CareerStage.STUDENT:
        return Category.MEMBER_STUDENT
    if membership.grade is Grade.TRAINEE or membership.career_stage in IN_TRAINING:
        return Category.MEMBER_TRAINEE
    if membership.profession in {Profession.DOCTOR, Profession.DENTIST}:
        return Category.MEMBER
    return Category.MEMBER_CLINICAL


def entry_of(entries: Iterable[Membership], email_key: str, owner_id: int | None) -> Membership | None:
    """The entry that its owner has proved, or else the only one under that address: of two none can be meant."""
    found = list(entries)
    proved = [entry for entry in found if owner_id is not None and entry.person_id == owner_id]
    named = [entry for entry in found if entry.email_key == email_key and entry.person_id in {None, owner_id}]
    meant = proved or named
    return meant[0] if len(meant) == 1 else None


def without_membership(category: Category) -> Category:
    """What ``category`` is for somebody who is no member; any other category is itself."""
    return WITHOUT_MEMBERSHIP.get(category, category)


def eligibility(
    declared: Category,
    membership: Membership | None,
    *,
    booked_on: date,
    first_day: date,
    is_own: bool,
    is_invited: bool = False,
) -> Eligibility:
    """The category of a place declared as ``declared``, its reason, and whether it must be proved.

    ``membership`` is what the register holds for the delegate's address, and ``is_own`` says that whoever books has
    proved that address: only then may the answer tell of it. Of a colleague nothing is told; their place is sold as
    declared and waits for a proof unless the register bears it out (domain: "whose category", rule 5).
    Raises NotEligible for an own membership that does not hold on both days (rules 3 and 4), and for what is only
    given by invitation.
    """
    if declared in BY_INVITATION and not is_invited:
        raise NotEligible(f"{CATEGORY_WORDS[declared]}: this is given by invitation. Choose another, or write to us.")
    if declared not in WITHOUT_MEMBERSHIP:
        wanted = ProofStatus.WAITING if declared in PROOF_WANTED else ProofStatus.NOT_NEEDED
        return Eligibility(declared, CATEGORY_WORDS[declared], wanted)
    holds = membership is not None and is_active_on(membership, booked_on) and is_active_on(membership, first_day)
    if membership is not None and holds and (is_own or category_of(membership) is declared):
        right = category_of(membership)
        return Eligibility(right, f"{CATEGORY_WORDS[right]}, by the membership register")
    if is_own and membership is not None:
        raise NotEligible(_why_not(membership, booked_on, without_membership(declared)))
    return Eligibility(declared, CATEGORY_WORDS[declared], ProofStatus.WAITING)


def _why_not(membership: Membership, booked_on: date, instead: Category) -> str:
    words = f"Choose “{CATEGORY_WORDS[instead]}”, or renew first"
    if is_active_on(membership, booked_on):
        return f"Your membership ends before the event begins, so its price cannot be had yet. {words}."
    return f"Your membership is not active, so its price cannot be had. {words}."
