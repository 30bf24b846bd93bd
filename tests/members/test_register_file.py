"""Reading a file of the register: its letters, its first line, and each cell that may be wrong."""

import io
from datetime import date

import pytest

from members import rules
from members.rules import COLUMNS, Problems
from tests.members.register import line, register

HEADER = ",".join(COLUMNS).encode()


def read(content: bytes):
    file, problems = io.BytesIO(content), Problems()
    encoding, note = rules.how_read(file)
    return list(rules.entries_of(file, encoding, problems)), problems, note


def test_every_column_is_read_into_the_tables_own_words():
    (entry,), problems, note = read(register(line(email="Ash.Fictum@NORTH.example", networks=" GP champions ;alumni;")))

    assert (problems.count, note) == (0, "")
    assert (entry.email, entry.email_key) == ("Ash.Fictum@NORTH.example", "ash.fictum@north.example")
    assert entry.networks == "alumni; GP champions"
    assert (entry.grade.value, entry.standing.value, str(entry.valid_to)) == ("member", "active", "2027-03-31")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_letters_are_read_whatever_program_wrote_them(encoding):
    (entry,), _, note = read(register(line(name="Dr Siân Exampleby"), encoding=encoding))

    assert entry.name == "Dr Siân Exampleby"
    assert ("cp1252" in note) is (encoding == "cp1252")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "must name the columns"),
        (b"\n", "must name the columns"),
        (b"name,number\nA,1\n", "Missing: email, grade"),
        (HEADER + b",shoe size\n", "Unknown: shoe size"),
        (HEADER + b",number\n", "must name the columns"),
        (register(line()).decode().encode("utf-16"), "CSV UTF-8"),
        (HEADER + b"\nDr \x81\xff\n", "cannot be read"),
    ],
    ids=["nothing", "an empty line", "two columns", "one too many", "one twice", "UTF-16", "no letters"],
)
def test_a_file_that_is_no_register_is_refused_in_words(content, says):
    with pytest.raises(rules.NotARegister, match=says):
        read(content)


def test_columns_may_stand_in_any_order_and_lines_may_be_empty():
    content = register(line(), columns=reversed(COLUMNS)) + b"\r\n,,,,,,,,,,\r\n"

    entries, problems, _ = read(content)

    assert [entry.number for entry in entries] == ["0000001"]
    assert problems.count == 0


@pytest.mark.parametrize(
    ("changes", "column", "says"),
    [
        ({"number": ""}, "number", "Write a number"),
        ({"number": "no such!"}, "number", "Write a number"),
        ({"name": " \u200b "}, "name", "Write the member's name"),
        ({"name": "x" * 201}, "name", "longer than 200"),
        ({"email": "nowhere"}, "email", "in full, like"),
        ({"grade": "boss"}, "grade", "“boss” is not known. Allowed: member, associate fellow, fellow"),
        ({"status": ""}, "status", "Nothing is written here. Allowed: active, lapsed, suspended, erased."),
        ({"valid_from": ""}, "valid_from", "Write the first day"),
        ({"valid_from": "01/04/2026"}, "valid_from", "year-month-day"),
        ({"valid_to": "2027-02-29"}, "valid_to", "year-month-day"),
        ({"valid_to": "20270331"}, "valid_to", "year-month-day"),
        ({"valid_to": "2026-03-31"}, "valid_to", "before the first"),
        ({"nation": "france"}, "nation", "Allowed: england, scotland, wales, northern ireland, elsewhere."),
        ({"career_stage": "novice"}, "career_stage", "Allowed: student, foundation"),
        ({"profession": ""}, "profession", "allied health professional, other, none."),
        ({"networks": "x" * 501}, "networks", "longer than 500"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_wrong_cell_is_named_by_row_and_column(changes, column, says):
    entries, problems, _ = read(register(line(2), line(**changes), line(3)))

    (problem,) = problems.first
    assert (problem.row, problem.column) == (3, column)
    assert says in problem.says
    assert len(entries) == 2


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"valid_to": ""}, {"valid_to": None}),
        ({"valid_to": "2026-04-01"}, {"valid_to": date(2026, 4, 1)}),
        ({"email": ""}, {"email": "", "email_key": ""}),
        ({"networks": ""}, {"networks": ""}),
        ({"number": " mem 12/a "}, {"number": "MEM12/A"}),
        ({"name": "x" * 200}, {"name": "x" * 200}),
    ],
    ids=["no end", "one day", "no address", "no network", "a number with letters", "a long name"],
)
def test_what_may_be_empty_or_odd_is_taken(changes, kept):
    (entry,), problems, _ = read(register(line(**changes)))

    assert problems.count == 0
    assert {name: getattr(entry, name) for name in kept} == kept


def test_a_number_that_stands_twice_is_told_with_its_first_row():
    entries, problems, _ = read(register(line(), line(2), line(number="000 0001")))

    assert problems.first == [(4, "number", "This number stands in row 2 already.")]
    assert len(entries) == 2


def test_a_line_of_too_many_cells_and_an_open_quotation_are_told_and_nothing_is_guessed():
    content = register(line()) + b"0000002,Fictum, Ash\r\n" + b'0000003,"Fictum'

    entries, problems, _ = read(content)

    assert [(each.row, each.column) for each in problems.first] == [(3, ""), (4, "")]
    assert len(entries) == 1


def test_of_very_many_faults_the_first_are_kept_and_all_counted():
    _, problems, _ = read(register(*[line(number, grade="boss") for number in range(2, 702)]))

    assert (problems.count, len(problems.first), problems.unshown) == (700, 500, 200)
