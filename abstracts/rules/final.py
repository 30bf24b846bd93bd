"""The final version of an accepted abstract: until when it is taken, and how it differs from what was judged."""

from datetime import datetime
from difflib import SequenceMatcher

from abstracts.models import Abstract, AbstractStatus, CallHeading, FinalVersion, Presenting
from core.errors import Refusal


class FinalClosed(Refusal):
    pass


def final_closes_at(abstract: Abstract, presenting: Presenting) -> datetime | None:
    """The first moment that is too late for a final version, the supplement's own at the latest; None if none is."""
    if presenting.final_until is None:
        return None
    return min(presenting.final_until, abstract.call.supplement_at or presenting.final_until)


def may_send_final(abstract: Abstract, presenting: Presenting, sent: FinalVersion | None, now: datetime) -> bool:
    """True while its author may correct its words, which is once."""
    until = final_closes_at(abstract, presenting)
    return abstract.status is AbstractStatus.ACCEPTED and sent is None and until is not None and now < until


def check_may_send_final(abstract: Abstract, presenting: Presenting, sent: FinalVersion | None, now: datetime) -> None:
    """Raise FinalClosed unless its author may correct its words now."""
    if sent is not None:
        raise FinalClosed("The final version has been sent, and it is sent once. Write to the organisers.")
    if not may_send_final(abstract, presenting, sent, now):
        raise FinalClosed("No final version is taken now. Write to the organisers if something must be corrected.")


def final_headings(abstract: Abstract) -> list[CallHeading]:
    """The headings under which a final version may stand: those that are asked, and those that were written under."""
    written = {each.heading_id for each in abstract.sections if each.words}
    return [each for each in abstract.call.headings if not each.is_retired or each.id in written]


def final_words(abstract: Abstract, sent: FinalVersion | None) -> tuple[str, dict[int, str]]:
    """The title and the words by heading that are to be shown and printed: the final ones, or those judged."""
    source = sent or abstract
    return source.title, {each.heading_id: each.words for each in source.sections}


def word_changes(before: str, after: str) -> list[tuple[str, str]]:
    """The words in their order, each run with what became of it: “”, “del” or “ins”."""
    old, new = before.split(), after.split()
    runs = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(("", " ".join(old[old_from:old_to])))
        else:
            runs.append(("del", " ".join(old[old_from:old_to])))
            runs.append(("ins", " ".join(new[new_from:new_to])))
    return [run for run in runs if run[1]]


def changes_of_final(abstract: Abstract, sent: FinalVersion) -> list[tuple[str, list[tuple[str, str]]]]:
    """What reads otherwise than it was judged: each part's name with its changes, in the order of the page."""
    title, words = final_words(abstract, sent)
    _, judged = final_words(abstract, None)
    parts = [("Title", abstract.title, title)]
    parts += [(each.name, judged.get(each.id, ""), words.get(each.id, "")) for each in final_headings(abstract)]
    return [(name, word_changes(before, after)) for name, before, after in parts if before != after]
