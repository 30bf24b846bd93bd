"""The chair's files: a row for each abstract, every cell text, and nothing for anybody else."""

import csv
import io
import json
from datetime import datetime, timedelta

import openpyxl
import pytest
from sqlalchemy import select, update

from abstracts.models import AbstractStatus, Section
from core import cells
from core.cells import plain_cell
from core.diary import DiaryEntry
from people.models import Role, SignIn
from tests import factories as make

URL = "/desk/leaders-2027/abstracts/export"


@pytest.fixture
def call(session):
    event = make.an_event(slug="leaders-2027")
    call = make.a_call(event, slug="abstracts", name="Abstracts")
    first = make.an_abstract(call, authors=3, status=AbstractStatus.IN_REVIEW, title="=1+1")
    first.authors[1].organisation, first.authors[1].second_organisation = "Halcyon Medical School", "Caldergate"
    make.an_abstract(call)
    other = make.a_call(event, slug="late", name="Late")
    make.an_abstract(other, status=AbstractStatus.SUBMITTED, title="Later")
    session.commit()
    return call


@pytest.fixture
def chair(session, call, browse, now):
    person = make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)
    browser = browse(person)
    sign_in = session.scalars(select(SignIn).where(SignIn.person_id == person.id)).one()
    sign_in.confirmed_at = make.NOON
    sign_in.second_factor_at = make.NOON
    session.commit()
    return browser


def read_csv(answer) -> list[dict[str, str]]:
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    return [dict(zip(rows[0], map(plain_cell, row), strict=True)) for row in rows[1:]]


def test_a_csv_has_a_row_for_each_abstract_with_its_headings_in_columns(chair):
    answer = chair.get(f"{URL}.csv")

    first, *others = read_csv(answer)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="leaders-2027-abstracts.csv"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert (first["Title"], first["Status"], first["Number"]) == ("=1+1", "in review", "1")
    assert first["Results"] == "What we say under Results."
    assert first["Affiliations"] == ("1 Northmere Teaching Hospitals NHS Trust; 2 Halcyon Medical School; 3 Caldergate")
    assert [each.rpartition(" (")[2] for each in first["Authors"].split("; ")] == ["1)", "2, 3)", "1)"]
    assert first["Submitted"] == "2026-05-04 13:00:00"  # in London
    assert [each["Call"] for each in others] == ["Abstracts", "Late"]


def test_one_call_may_be_taken_alone_and_another_events_never(session, chair):
    elsewhere = make.a_call(make.an_event(slug="other-2028"), slug="elsewhere")
    make.an_abstract(elsewhere, title="Not theirs")

    assert [each["Title"] for each in read_csv(chair.get(f"{URL}.csv?call=late"))] == ["Later"]
    assert b"Not theirs" not in chair.get(f"{URL}.json").data
    assert read_csv(chair.get(f"{URL}.csv?call=elsewhere")) == []
    assert chair.get("/desk/other-2028/abstracts/export.csv").status_code == 404


def test_what_the_list_finds_is_what_its_file_holds(chair):
    for query, titles in {"q=later": ["Later"], "status=in+review": ["=1+1"], "status=declined": []}.items():
        assert [each["Title"] for each in read_csv(chair.get(f"{URL}.csv?{query}"))] == titles
    page = chair.get("/desk/leaders-2027/abstracts?status=in+review").text
    assert "/desk/leaders-2027/abstracts/export.xlsx?status=in+review" in page


def test_inj_5_a_workbook_has_text_as_text_numbers_as_numbers_and_days_as_days(chair):
    sheet = openpyxl.load_workbook(io.BytesIO(chair.get(f"{URL}.xlsx").data)).worksheets[0]

    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, sheet[2], strict=True))
    assert (row["Title"].data_type, row["Title"].value) == ("s", "=1+1")
    assert (row["Number"].data_type, row["Number"].value) == ("n", 1)
    assert row["Submitted"].value == datetime(2026, 5, 4, 13, 0)  # noqa: DTZ001  a sheet knows no zones
    assert sheet.max_row == 4


def test_inj_5_an_export_that_writes_formulas_is_noticed(chair, monkeypatch):
    def as_a_formula(sheet, row, column, words, *style):
        sheet.write_formula(row, column, words or "x", *style)

    monkeypatch.setattr(cells.Worksheet, "write_string", as_a_formula)

    with pytest.raises(KeyError):  # its head is formulas too
        test_inj_5_a_workbook_has_text_as_text_numbers_as_numbers_and_days_as_days(chair)


def test_the_json_is_what_the_import_reads(chair):
    found = json.loads(chair.get(f"{URL}.json").data)

    assert (found["format"], found["version"], len(found["abstracts"])) == ("plenary abstracts", 1, 3)
    assert found["abstracts"][0]["sections"]["Impact"] == "What we say under Impact."


def test_r12_an_export_asks_again_who_one_is(session, chair):
    earlier = make.NOON - timedelta(hours=1)
    session.execute(update(SignIn).values(begun_at=earlier, confirmed_at=earlier))
    session.commit()

    assert chair.get(f"{URL}.csv").status_code == 303
    assert session.scalars(select(DiaryEntry).where(DiaryEntry.act == "exported abstracts")).all() == []


def test_the_diary_says_who_exported_how_many_and_no_word_of_them(session, chair):
    chair.get(f"{URL}.xlsx")

    entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "exported abstracts")).one()
    assert entry.after == {"abstracts": 3, "kind": "xlsx"}


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.REVIEWER, None])
def test_nobody_else_gets_them(session, call, browse, now, role):
    person = make.a_person(role=role, event=call.event)

    assert browse(person).get(f"{URL}.csv").status_code in {404, 303}
    answer = browse(person).get(f"{URL}.csv", follow_redirects=True)
    assert b"What we say" not in answer.data


def test_however_many_there_are_the_statements_are_as_many(session, call, chair, statements):
    def sent() -> int:
        statements.clear()
        assert chair.get(f"{URL}.json").status_code == 200
        return len(statements)

    before = sent()
    for _ in range(5):
        make.an_abstract(call, authors=2)
    session.expire_all()

    assert sent() == before
    assert before <= 12


def test_a_long_text_is_whole_in_every_file(session, call, chair):
    words = "one two " * 2_400
    session.scalars(select(Section)).first().words = words
    session.commit()

    assert words.strip() in chair.get(f"{URL}.csv").get_data(as_text=True)
    assert words.strip() in chair.get(f"{URL}.json").get_data(as_text=True)
