"""Approval of a version by named people, one after the other."""

from collections.abc import Sequence

from core.errors import Refusal
from members.models import Nation
from policy.models import Approval, Language, Launch, Position, PositionStatus, PositionText
from policy.rules.launching import is_whole
from policy.rules.writing import PUBLISHED

MOST_APPROVERS = 12


class NobodyToApprove(Refusal):
    status = 422


class NotYourTurn(Refusal):
    pass


class NotApproved(Refusal):
    pass


def approvals_in_hand(position: Position) -> list[Approval]:
    """Who is asked to approve the version in hand, in their order."""
    return [each for each in position.approvals if each.version == position.version]


def whose_turn(position: Position) -> Approval | None:
    """The first who has not approved yet; None if nobody is asked, or everybody has."""
    return next((each for each in approvals_in_hand(position) if each.approved_at is None), None)


def is_approved(position: Position) -> bool:
    """True if somebody was asked to approve the version in hand and all of them have."""
    return bool(approvals_in_hand(position)) and whose_turn(position) is None


def is_an_update(position: Position) -> bool:
    """True if a version is written beside the one that readers have."""
    return position.status in PUBLISHED and position.version != position.public_version


def check_may_ask(position: Position, addresses: Sequence[str]) -> None:
    """Raise unless the version in hand can be sent to these people, each once, for approval."""
    if not (position.status is PositionStatus.DRAFT or is_an_update(position)):
        raise NotApproved(f"A position that is {position.status.value} is not sent for approval.")
    if approvals_in_hand(position):
        raise NotApproved("It is with those who approve already.")
    if not addresses:
        raise NobodyToApprove("Name at least one person who approves it.")
    if len(addresses) > MOST_APPROVERS:
        raise NobodyToApprove(f"Name {MOST_APPROVERS} people at most.")
    if len(set(addresses)) < len(addresses):
        raise NobodyToApprove("Name each person once.")


def check_may_approve(position: Position, person_id: int) -> Approval:
    """Their approval to give. Raises NotYourTurn for anybody but the next in order."""
    turn = whose_turn(position)
    if turn is None or turn.person_id != person_id:
        raise NotYourTurn("It is not your turn to approve this. We write to you when it is.")
    return turn


def check_may_begin_update(position: Position) -> None:
    """Raise NotApproved unless readers have the version in hand."""
    if position.status not in PUBLISHED:
        raise NotApproved("Once it is live, a newer version is written beside the one that readers have.")
    if is_an_update(position):
        raise NotApproved(f"Version {position.version} is being written already.")


def check_may_publish(position: Position, launch: Launch | None, english: PositionText | None) -> None:
    """Raise NotApproved unless the version beside the public one is whole, approved, and says what is new in it."""
    if not is_an_update(position):
        raise NotApproved("There is no newer version than the one that readers have.")
    if not is_whole(english) or not english or not english.changed:
        raise NotApproved("Write the title, frame, key lines, summary and what changed, in English, first.")
    is_bilingual = launch is None or launch.nation is not Nation.WALES or bool(launch.welsh_reason)
    if not (is_bilingual or is_whole(position.text_in(Language.WELSH, position.version))):
        raise NotApproved("Write the title, frame, key lines and summary in Welsh, or say why there is none.")
    if not is_approved(position):
        raise NotApproved("Have the new version approved by everybody who is asked to.")


def check_may_send_back(position: Position) -> None:
    """Raise NotApproved if nobody was asked, or if its launch is scheduled already."""
    if position.status is PositionStatus.SCHEDULED or not approvals_in_hand(position):
        raise NotApproved("It is not with anybody for approval. Take it off the schedule first, if it is on it.")
