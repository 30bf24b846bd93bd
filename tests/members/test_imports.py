"""The register from a file: whole or not at all, the same file twice, and undone again."""

import hashlib
import io
import json
import threading

import pytest
from sqlalchemy import select

from core.db import reading, transaction
from core.diary import DiaryEntry
from core.errors import Refusal
from members import actions, queries, rules
from members.models import Membership, RegisterChange, RegisterImport, Standing
from people.rules import email_key
from tests import factories as make
from tests.factories import NOON
from tests.members.register import counts, line, register


def look(session, content: bytes):
    return actions.preview_register(session, file=io.BytesIO(content))


def entry(session, number: int = 1) -> Membership | None:
    return queries.membership_by_number(session, f"{number:07}")


def state(session) -> list:
    columns = Membership.__table__.c
    return [tuple(row) for row in session.execute(select(*columns).order_by(columns.id))]


def undo(session, made, by):
    actions.undo_import(session, made=queries.register_import(session, made.id), by_id=by.id, now=NOON)
    session.commit()


def test_a_look_says_what_would_change_and_changes_nothing(session, take):
    take(register(line(), line(2), line(3)))
    before = counts(session), state(session)

    seen = look(session, register(line(), line(2, status="lapsed", valid_to=""), line(4)))

    assert (seen.rows, seen.added, seen.changed, seen.unchanged, seen.absent) == (3, 1, 1, 1, 1)
    changed, added = seen.changes
    assert (changed.columns, changed.before["standing"], changed.after["standing"]) == (
        ["standing", "valid_to"],
        "active",
        "lapsed",
    )
    assert (added.number, added.before) == ("0000004", None)
    assert (counts(session), state(session)) == before


def test_an_import_adds_and_changes_and_leaves_the_rest(session, take, head):
    take(register(line(), line(2)))

    outcome, made = take(register(line(status="suspended"), line(3)))

    assert (outcome.added, outcome.changed) == (made.added, made.changed) == (1, 1)
    assert [entry(session, each).standing for each in (1, 2, 3)] == [
        Standing.SUSPENDED,
        Standing.ACTIVE,
        Standing.ACTIVE,
    ]
    change = session.scalars(select(RegisterChange).order_by(RegisterChange.id.desc())).all()[1]
    assert json.loads(change.before)["standing"] == "active"
    assert json.loads(change.after)["standing"] == "suspended"
    noted = session.scalars(select(DiaryEntry).where(DiaryEntry.object_id == made.id)).all()[-1]
    assert (noted.act, noted.actor_id, noted.after) == ("imported the register", head.id, {"added": 1, "changed": 1})


def is_the_same_twice(session, take, content) -> bool:
    take(content)
    before = counts(session), state(session)
    outcome, made = take(content)
    return (outcome.added, outcome.changed, made) == (0, 0, None) and (counts(session), state(session)) == before


def test_the_same_file_again_changes_nothing(session, take):
    assert is_the_same_twice(session, take, register(line(), line(2, networks="b;a"), line(3, email="")))


def test_a_planted_comparison_that_always_differs_is_noticed(session, take, monkeypatch):
    monkeypatch.setattr(queries.Comparison, "is_same", property(lambda _: False))

    assert not is_the_same_twice(session, take, register(line(), line(2)))


def test_five_hundred_entries_are_as_many_statements_as_one(session, take, statements):
    def sent(content) -> int:
        statements.clear()
        take(content)
        return len(statements)

    one = sent(register(line(1001)))

    assert sent(register(*[line(number) for number in range(2, 502)])) == one
    assert is_the_same_twice(session, take, register(*[line(number) for number in range(2, 502)]))


def test_more_entries_than_a_batch_are_all_taken(session, take, monkeypatch):
    monkeypatch.setattr(queries, "BATCH", 3)

    outcome, _ = take(register(*[line(number) for number in range(1, 11)]))

    assert outcome.added == 10
    assert counts(session) == (10, 1, 10)


def test_a_file_with_one_fault_is_not_taken_at_all(session, take, head):
    content = register(line(), line(2), line(3, grade="boss"))

    seen = look(session, content)
    with pytest.raises(Exception, match="has faults"):
        actions.import_register(session, file=io.BytesIO(content), digest=seen.digest, by_id=head.id, now=NOON)
    session.rollback()

    assert not seen.is_sound
    assert counts(session) == (0, 0, 0)


def test_another_file_than_the_one_that_was_looked_at_is_not_taken(session, head):
    seen = look(session, register(line()))

    with pytest.raises(Exception, match="not the file that was looked at"):
        actions.import_register(
            session, file=io.BytesIO(register(line(2))), digest=seen.digest, by_id=head.id, now=NOON
        )

    assert counts(session) == (0, 0, 0)


def test_addresses_are_compared_in_one_form_and_kept_as_written(session, take):
    take(register(line(email="Ash@STRASSE.example")))

    assert entry(session).email == "Ash@STRASSE.example"
    assert entry(session).email_key == email_key("ash@strasse.example")


def test_an_import_keeps_whose_entry_it_is(session, take):
    take(register(line()))
    person = make.a_person()
    entry(session).person_id = person.id
    session.commit()

    take(register(line(email="new@north.example")))

    assert (entry(session).person_id, entry(session).email) == (person.id, "new@north.example")


def test_undoing_an_import_brings_every_column_back_and_forgets_it(session, take, head):
    take(register(line(), line(2)))
    before = state(session)
    _, made = take(
        register(
            line(status="erased", valid_to="", grade="fellow", nation="elsewhere", networks="a", email="", name="Ash"),
            line(2, valid_from="2020-01-01", career_stage="other", profession="none"),
            line(3),
        )
    )

    undo(session, made, head)

    assert state(session) == before
    assert counts(session) == (2, 2, 2)
    assert session.get(RegisterImport, made.id).undone_at == NOON
    acts = session.scalars(select(DiaryEntry.act).where(DiaryEntry.object_kind == "register import")).all()
    assert acts[-1] == "undid an import of the register"


def test_imports_are_undone_from_the_last_to_the_first(session, take, head):
    _, first = take(register(line()))
    _, second = take(register(line(status="lapsed")))

    with pytest.raises(rules.CannotUndo, match="later import"):
        undo(session, first, head)
    session.rollback()
    undo(session, second, head)
    undo(session, first, head)

    assert counts(session) == (0, 2, 0)


def test_an_undone_file_can_be_imported_again(session, take, head):
    _, made = take(register(line()))
    undo(session, made, head)

    outcome, _ = take(register(line()))

    assert outcome.added == 1


@pytest.mark.parametrize("how", ["held", "waiting"])
def test_an_import_whose_new_entry_somebody_claims_is_not_undone(session, take, head, how):
    _, made = take(register(line()))
    if how == "held":
        entry(session).person_id = make.a_person().id
        session.commit()
    else:
        make.a_claim(make.a_person(), "0000001", membership_id=entry(session).id)

    with pytest.raises(rules.CannotUndo, match="1 entry that this import added has been claimed"):
        undo(session, made, head)
    session.rollback()

    assert counts(session) == (1, 1, 1)


def test_an_entry_claimed_at_the_last_moment_is_not_removed(session, take, head, monkeypatch):
    _, made = take(register(line()))
    entry(session).person_id = make.a_person().id
    session.commit()
    monkeypatch.setattr(queries, "how_many_claimed", lambda _session, _made: 0)

    with pytest.raises(rules.CannotUndo, match="claimed just now"):
        undo(session, made, head)
    session.rollback()

    assert counts(session) == (1, 1, 1)


def test_a_refused_claim_stands_in_no_ones_way(session, take, head):
    _, made = take(register(line()))
    claim = make.a_claim(make.a_person(), "0000001", membership_id=entry(session).id)
    actions.refuse_claim(session, claim=claim, reason=0, by_id=head.id, now=NOON)
    session.commit()

    undo(session, made, head)

    assert entry(session) is None
    assert claim.membership_id is None


def test_more_changes_than_a_batch_are_all_undone(session, take, head, monkeypatch):
    monkeypatch.setattr(queries, "BATCH", 3)
    take(register(*[line(number) for number in range(1, 6)]))
    before = state(session)
    _, made = take(register(*[line(number, status="lapsed") for number in range(1, 11)]))

    undo(session, made, head)

    assert state(session) == before


def test_of_imports_at_once_each_entry_is_added_once(app_that_commits):
    content = register(*[line(number) for number in range(2, 302)])
    told = []

    def run() -> None:
        with app_that_commits.app_context():
            try:
                with transaction() as session:
                    file, digest = io.BytesIO(content), hashlib.sha256(content).hexdigest()
                    done, _ = actions.import_register(session, file=file, digest=digest, by_id=None, now=NOON)
                told.append(done.added)
            except Refusal as refusal:
                told.append(str(refusal))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert told.count(300) == 1
    assert set(told) <= {300, 0, "Another import came first. Send the file again."}
    with app_that_commits.app_context(), reading() as session:
        assert counts(session) == (300, 1, 300)
