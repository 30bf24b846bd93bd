"""When two records are one person's, and what they then agree to. Nothing here reads a clock or a database."""

from collections.abc import Mapping

from core.errors import Refusal
from people.models import Answer, Consent, Person
from people.rules import Subject

# What names a person and stays with the merged record, since it is only ever added to.
STAYS = frozenset({"scans.scanned_by_id", "consents.person_id", "embargo_moves.moved_by_id", "press_steps.by_id"})

# What proves who one is goes with the merged record: the kept person proves the old mailbox, and nothing less.
DROPS = frozenset(
    {
        "passkeys.person_id",
        "authenticator_apps.person_id",
        "recovery_codes.person_id",
        "address_changes.person_id",
    }
)


class CannotMerge(Refusal):
    pass


def check_may_merge(kept: Person, merged: Person, by_id: int) -> None:
    """Raise CannotMerge unless these are two records that stand, and the one to go is not that of who asks."""
    if kept.id == merged.id:
        raise CannotMerge("Choose another record: this one cannot become itself.")
    if kept.merged_into_id is not None or merged.merged_into_id is not None:
        raise CannotMerge("One of these records has been merged already. Open the one that is left.")
    if merged.id == by_id:
        raise CannotMerge("Keep your own record, and merge the other into it.")


def two_posters() -> CannotMerge:
    """The no where each record presents a poster at the same event, of which a person has one (domain rule 47)."""
    return CannotMerge(
        "Each of the two records presents a poster at the same event, and one person has one. Ask the chair of its "
        "abstracts to choose another presenter, or another decision, for one of them."
    )


def newly_said(kept: Mapping[Subject, Consent], merged: Mapping[Subject, Consent]) -> list[Consent]:
    """The latest answers of the merged record that the kept one takes over. Of yes and no, no stands."""
    return [
        theirs
        for subject, theirs in merged.items()
        if subject not in kept or (theirs.answer is Answer.WITHDRAWN and kept[subject].answer is Answer.GRANTED)
    ]
