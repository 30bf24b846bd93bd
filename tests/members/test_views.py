"""The register at the desk: searching it, looking at a file, importing exactly that one, and undoing it."""

import hashlib
import io

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from core import files
from members.models import RegisterImport
from tests import factories as make
from tests.members.register import counts, line, register

HTMX = {"HX-Request": "true"}
IMPORT = "/desk/members/import"


@pytest.fixture
def app(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}/kept")
    return app


@pytest.fixture
def desk(browse, head):
    return browse(head)


@pytest.fixture
def send(desk):
    def one(content: bytes | None, name="register.csv"):
        given = {} if content is None else {"register": FileStorage(io.BytesIO(content), name, content_type="text/csv")}
        boundary, body = encode_multipart(given)  # the client's own way leaves a temporary file open
        return desk.post(IMPORT, data=body, content_type=f"multipart/form-data; boundary={boundary}")

    return one


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class TestList:
    @pytest.mark.parametrize("how_many", [1, 3])
    def test_asks_as_many_questions_for_one_as_for_three(self, desk, session, statements, how_many):
        for _ in range(how_many):
            make.a_membership()
        statements.clear()

        page = desk.get("/desk/members")

        assert page.text.count("@north.example") == how_many
        assert len(statements) == 4  # who asks, the page, how many, claims

    @pytest.mark.parametrize("words", ["fictum", "ASH fic", "0000042", "ash@north", "fictum north.example"])
    def test_finds_by_name_number_and_address(self, desk, session, words):
        make.a_membership(number="0000042", name="Dr Ash Fictum", email="ash@north.example")
        make.a_membership(name="Dr Hazel Samplewick", email="hazel@south.example")

        page = desk.get("/desk/members", query_string={"q": words})

        assert "1 entry found" in page.text
        assert "Samplewick" not in page.text

    @pytest.mark.parametrize("words", ["%", "_", "\\", "nobody at all"])
    def test_finds_nothing_by_signs_that_mean_anything(self, desk, session, words):
        make.a_membership()

        assert "No entry matches" in desk.get("/desk/members", query_string={"q": words}).text

    def test_pages_by_key_and_htmx_gets_the_list_alone(self, desk, session):
        for _ in range(51):
            make.a_membership()
        numbers = [each.number for each in session.scalars(select(type(make.a_membership())))]

        first = desk.get("/desk/members", headers=HTMX)
        link = first.text.partition('rel="next" href="')[2].partition('"')[0]
        second = desk.get(link)

        assert first.text.strip().startswith('<div id="members">')
        assert "<html" not in first.text
        shown = [number for number in numbers if number in first.text or number in second.text]
        assert len(shown) == 52

    def test_an_empty_register_says_what_to_do(self, desk):
        assert "The register is empty" in desk.get("/desk/members").text


class TestImport:
    def test_a_file_is_looked_at_and_then_imported(self, desk, session, send):
        content = register(line(), line(2))
        sent = send(content)
        assert sent.status_code == 303
        assert counts(session) == (0, 0, 0)

        preview = desk.get(sent.location)
        assert sha(content) in preview.text
        assert "Dr Ash Fictum" in preview.text
        done = desk.post(sent.location, data={"digest": sha(content)})

        assert (done.status_code, done.location) == (303, IMPORT)
        assert counts(session) == (2, 1, 2)
        assert "Undo it" in desk.get(IMPORT).text

    def test_changes_stand_side_by_side(self, desk, session, send, take):
        take(register(line(), line(2)))

        preview = desk.get(send(register(line(status="lapsed"))).location)

        row = preview.text.partition(">status</td>")[2].partition("</tr>")[0]
        assert ">active</td>" in row
        assert ">lapsed</td>" in row
        assert "stay as they are" in preview.text

    def test_of_many_changes_the_first_fifty_are_shown(self, desk, session, send):
        preview = desk.get(send(register(*[line(number) for number in range(1, 61)])).location)

        assert preview.text.count('data-tone="good">New</span>') == 50
        assert "The first 50 of 60." in preview.text

    def test_faults_are_shown_by_row_and_nothing_can_be_imported(self, desk, session, send):
        content = register(line(), line(2, nation="france"))
        sent = send(content)

        preview = desk.get(sent.location)

        assert "1 fault, so nothing can be taken" in preview.text
        assert "Allowed: england" in preview.text
        assert 'name="digest"' not in preview.text
        assert desk.post(sent.location, data={"digest": sha(content)}).status_code == 409
        assert counts(session) == (0, 0, 0)

    def test_another_file_than_was_looked_at_is_refused(self, app, desk, session, send):
        content = register(line())
        sent = send(content)
        with app.app_context():
            files.store().path(sent.location.rpartition("/")[2]).write_bytes(register(line(2)))

        answer = desk.post(sent.location, data={"digest": sha(content)})

        assert answer.status_code == 409
        assert "not the file that was looked at" in answer.text
        assert counts(session) == (0, 0, 0)

    def test_pressing_twice_imports_once(self, desk, session, send):
        content = register(line())
        sent = send(content)
        for _ in range(2):
            assert desk.post(sent.location, data={"digest": sha(content)}).status_code == 303

        assert counts(session) == (1, 1, 1)

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (None, "Choose a CSV file"),
            (b"PK\x03\x04\0", "not a CSV file"),
            (b"a,b\n1,2\n", "must name the columns"),
        ],
        ids=["nothing", "a spreadsheet", "another table"],
    )
    def test_what_is_no_register_is_refused_at_once(self, app, desk, session, send, content, says):
        answer = send(content)

        assert answer.status_code == 422
        assert says in answer.text
        with app.app_context():
            assert list(files.store().all()) == []

    def test_a_file_past_the_limit_is_refused(self, app, send, monkeypatch):
        monkeypatch.setitem(app.config, "LIMITS", type(app.config["LIMITS"])(upload_bytes=100))

        assert "larger than" in send(register(line(), line(2))).text

    @pytest.mark.parametrize("key", ["0" * 32, "..", "x", "0" * 31 + "G"])
    def test_no_other_file_is_read(self, desk, key):
        assert desk.get(f"{IMPORT}/{key}").status_code == 404

    def test_undoing_is_one_button(self, desk, session, take):
        _, made = take(register(line()))

        answer = desk.post(f"/desk/members/imports/{made.id}/undo")

        assert (answer.status_code, answer.location) == (303, IMPORT)
        assert session.scalars(select(RegisterImport.undone_at)).one() is not None
        assert "Undone" in desk.get(IMPORT).text

    def test_an_import_under_another_is_not_undone(self, desk, session, take):
        _, first = take(register(line()))
        take(register(line(2)))

        answer = desk.post(f"/desk/members/imports/{first.id}/undo")

        assert answer.status_code == 409
        assert "later import stands" in answer.text
