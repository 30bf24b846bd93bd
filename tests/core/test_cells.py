"""INJ-5: whatever is written into a spreadsheet's file is text there, and comes back letter by letter."""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from core import cells
from core.cells import CELL, CONTINUED, csv_of, plain_cell, safe_cell, xlsx_answer, xlsx_of

NASTY = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","Look")',
    *("+1", "-1", "@SUM(1+1)", "+44 20 7946 0018", "-", "--", "=", "@"),
    *("\t=1", "\r=1", "\n=1", "\r\n@x", "  =1", "\u00a0=1", "\ufeff=1", "\u200b=1", "\x01=1", "\v+1", "\t", "\n"),
    *("＝1＋1", "＋1", "－1", "＠x", "﹦1", "−1"),
    *('"=1"', '"";=1', '""=1', "a;=1", 'a;"=1"', "a;\t=1", "a\n=1", "a\r\n-1", 'x","=1', "a;;=1", "';=1", ";'=1"),
    *("'", "''", "'=1", "''=1", "'a", "a'b", "a;'b", "\n'", "'\n'", "'; '"),
    *("0071", "007 946", "0", "00", "0.5", "1E5", "1234E567", "12345678901234567890", "+0", "1/2", "TRUE", "#N/A"),
    *("👩🏽‍⚕️", "שלום", "\u202e=1", "Ynys Môn", "_x0041_", "_x005F_", "_x000D_", "http://evil.example", "", " "),
    "=" + "1" * 40_000,
    "👩🏽‍⚕️" * 10_000,
]
ANY = some.text(some.characters(exclude_categories=["Cs"]))
SIGNS = some.text(some.sampled_from("=+-@'\";,\t\r\n ＝＋－＠0 1Ea_x\u200b\ufeff"), max_size=12)
TEXT = some.one_of(ANY, SIGNS)
FORMULA = re.compile(r"[\s\"\x00-\x1f\ufeff\u200b-\u200f]*[=+\-@＝＋－＠]")


def from_csv(content: bytes, mark: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=mark))


def from_xlsx(content: bytes) -> dict[str, str]:
    """The text of each cell as Excel reads it: by the strings of the file, the second sheet's parts put back."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        strings = [_unescaped("".join(t.text or "" for t in each.iter(f"{space}t"))) for each in root]
        sheets = []
        for name in sorted(each for each in archive.namelist() if each.startswith("xl/worksheets/sheet")):
            sheet = ElementTree.fromstring(archive.read(name))
            found = {}
            for cell in sheet.iter(f"{space}c"):
                value = cell.findtext(f"{space}v")
                assert cell.find(f"{space}f") is None
                found[cell.get("r")] = strings[int(value or 0)] if cell.get("t") == "s" else value or ""
            sheets.append(found)
    first, *others = sheets
    for second in others:
        for row in range(2, len(second) // 3 + 1):
            name = second[f"A{row}"]
            first[name] = first[name].removesuffix(CONTINUED) + second[f"C{row}"]
    return first


def _unescaped(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def is_kept_in_csv(words: str) -> bool:
    ((_, cell, _),) = from_csv(csv_of(["a", "b", "c"], [["x", words, "y"]]))[1:]
    return plain_cell(cell) == words


def no_cell_is_a_formula(words: str) -> bool:
    """Not with commas, and not where semicolons part the cells and a quotation mark is taken for a letter."""
    content = csv_of([words, "b"], [["x", words], [words, "y"]])
    rows = [*from_csv(content), *from_csv(content, ";")]
    raw = content.decode("utf-8-sig")
    rows.append([piece for piece in re.split("[;\t\r\n]", raw) if not piece.startswith(('"', "b"))])
    return not any(FORMULA.match(cell) for row in rows for cell in row)


class TestCsv:
    @pytest.mark.parametrize("words", NASTY)
    def test_inj_5_nasty_text_is_text_and_comes_back(self, words):
        assert is_kept_in_csv(words)
        assert no_cell_is_a_formula(words)

    @given(TEXT)
    @settings(max_examples=400, deadline=None)
    def test_inj_5_any_text_is_text_and_comes_back(self, words):
        assert is_kept_in_csv(words)
        assert no_cell_is_a_formula(words)

    @given(TEXT, TEXT)
    def test_inj_5_two_texts_never_make_one_cell(self, one, another):
        assert (safe_cell(one) == safe_cell(another)) == (one == another)

    def test_inj_5_a_missing_guard_is_noticed(self, monkeypatch):
        monkeypatch.setattr(cells, "_BEGINS", re.compile("$^"))

        with pytest.raises(AssertionError):
            self._try_all()

    def test_inj_5_a_guard_against_the_first_sign_alone_is_noticed(self, monkeypatch):
        monkeypatch.setattr(cells, "_BEGINS", re.compile("^(?=[=+\\-@'])"))

        with pytest.raises(AssertionError):
            self._try_all()

    def test_inj_5_an_apostrophe_that_somebody_typed_is_told_apart(self, monkeypatch):
        monkeypatch.setattr(cells, "_BEGINS", re.compile("^(?=[=+\\-@])"))  # as it was

        assert safe_cell("'=1") == safe_cell("=1")

    def _try_all(self):
        @given(TEXT)
        @settings(max_examples=400, deadline=None, phases=(Phase.generate,), database=None)
        def each(words):
            assert no_cell_is_a_formula(words)

        each()

    def test_inj_5_figures_that_a_program_would_rewrite_are_marked_and_numbers_of_ours_are_not(self):
        assert [safe_cell(each) for each in ("0071", "1E5", -5, Decimal("-1.50"), 0.5)] == [
            "'0071",
            "'1E5",
            "-5",
            "-1.50",
            "0.5",
        ]

    def test_inj_5_forty_kilobytes_are_whole_and_quickly_written(self):
        for sign in "=;\n\t \"'":
            assert is_kept_in_csv(sign * 40_000)


class TestXlsx:
    def sheet(self, *row):
        content = xlsx_of(["=head", "b"], [row])
        return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]

    @pytest.mark.parametrize("words", [each for each in NASTY if each])
    def test_inj_5_nasty_text_is_typed_as_text_and_comes_back(self, words):
        assert from_xlsx(xlsx_of(["a"], [[words]]))["A2"] == words
        assert self.sheet(words)["A2"].data_type == "s"

    @given(some.lists(some.text(some.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=20))
    @settings(max_examples=60, deadline=None)
    def test_inj_5_any_text_is_typed_as_text_and_comes_back(self, texts):
        content = xlsx_of(["a"], [[each] for each in texts])

        found = from_xlsx(content)
        assert [found[f"A{row}"] for row in range(2, len(texts) + 2)] == texts
        column = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A"]
        assert {cell.data_type for cell in column} == {"s"}

    @given(some.text(some.characters(exclude_categories=["C"], exclude_characters="_"), min_size=1))
    @settings(max_examples=40, deadline=None)
    def test_inj_5_openpyxl_reads_the_same_letters(self, words):
        assert self.sheet(words)["A2"].value == words

    def test_inj_5_a_string_written_as_a_formula_is_noticed(self, monkeypatch):
        monkeypatch.setattr(cells.Worksheet, "write_string", cells.Worksheet.write_formula)

        assert self.sheet("=1+1")["A2"].data_type == "f"
        with pytest.raises((AssertionError, KeyError)):
            from_xlsx(xlsx_of(["a"], [["=1+1"]]))

    def test_inj_5_even_a_cell_without_a_type_of_its_own_is_no_formula(self, monkeypatch):
        monkeypatch.setattr(cells.Worksheet, "write_string", cells.Worksheet.write)

        assert {self.sheet(words)["A2"].data_type for words in ("=1+1", "12", "http://evil.example")} == {"s"}

    def test_numbers_and_days_have_their_own_types(self):
        moment = datetime(2026, 11, 13, 12, 0, tzinfo=ZoneInfo("Europe/London"))
        row = self.sheet(7, Decimal("-1.5"), 0.5, date(2027, 3, 16), moment, True, 10**17, None)[2]

        assert [cell.data_type for cell in row] == ["n", "n", "n", "d", "d", "s", "s", "s"]
        assert row[3].number_format == "yyyy-mm-dd"
        assert (row[4].value, row[4].number_format) == (datetime(2026, 11, 13, 12, 0), "yyyy-mm-dd hh:mm")  # noqa: DTZ001  a sheet knows no zones
        assert row[6].value == str(10**17)

    def test_inj_5_what_no_cell_holds_goes_on_by_parts(self):
        words = "x" * (CELL - 1) + "👩🏽‍⚕️" * CELL
        book = openpyxl.load_workbook(io.BytesIO(xlsx_of(["a", "b"], [["y", words]])))

        assert book.sheetnames == ["Rows", "Continued"]
        assert book.worksheets[0]["B2"].value.endswith(CONTINUED)
        parts = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=2)]
        assert [(cell, part) for cell, part, _ in parts] == [("B2", part) for part in range(2, len(parts) + 2)]
        whole = [book.worksheets[0]["B2"].value, *(text for *_, text in parts)]
        assert all(len(each.encode("utf-16-le")) // 2 <= CELL for each in whole)
        assert whole[0].removesuffix(CONTINUED) + "".join(whole[1:]) == words

    def test_inj_5_a_cell_that_is_cut_is_noticed(self, monkeypatch):
        monkeypatch.setattr(cells, "_parts", lambda words: [words[:CELL]])

        assert from_xlsx(xlsx_of(["a"], [["x" * 40_000]]))["A2"] != "x" * 40_000

    def test_half_a_letter_breaks_nothing(self):
        assert from_xlsx(xlsx_of(["a"], [["a\ud800b"]]))["A2"] == "a?b"
        assert from_csv(csv_of(["a"], [["a\ud800b"]]))[1] == ["a?b"]

    def test_a_download_is_kept_by_no_cache(self):
        answer = xlsx_answer("a.xlsx", b"x")

        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="a.xlsx"'
        assert "spreadsheetml" in answer.mimetype
