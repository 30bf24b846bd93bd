"""Figures and tables go with an export and come in again, made clean as whatever somebody sends (R16)."""

import io
import json
from base64 import b64decode, b64encode

import pytest
from PIL import Image
from sqlalchemy import func, select

from abstracts import documents
from abstracts.models import AbstractFile, AbstractStatus, Exhibit
from abstracts.queries.exchange import abstracts_to_export
from abstracts.rules.exchange import json_of
from core import files
from core.files import StoredFile
from core.uploads import PNG, Upload
from tests import factories as make
from tests.abstracts.test_importing import a_file, a_record
from tests.core.nasty import a_picture, a_talking_png


@pytest.fixture
def kept(app, session, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}/kept")
    with app.app_context():
        yield tmp_path / "kept"


@pytest.fixture
def call(session):
    return make.a_call(make.an_event(slug="leaders-2027"), slug="abstracts")


@pytest.fixture
def run(app, session, tmp_path, now, kept):
    def command(content: bytes, *options: str, event: str = "leaders-2027"):
        path = tmp_path / "abstracts.json"
        path.write_bytes(content)
        return app.test_cli_runner().invoke(args=["abstracts", "import", event, str(path), *options])

    return command


def with_a_figure(session, call, content: bytes):
    abstract = make.an_abstract(call, status=AbstractStatus.SUBMITTED)
    upload = Upload("figure.png", PNG, content)
    stored = files.add(session, key=files.store().write(content), upload=upload, purpose="exhibit", now=make.NOON)
    about = {"exhibit": Exhibit.FIGURE, "caption": "What fell, by month", "file": stored}
    make.saved(AbstractFile(abstract_id=abstract.id, **about))
    session.refresh(abstract)
    return abstract


def exported(session, call) -> bytes:
    abstracts = abstracts_to_export(session, call.event)
    return json_of(call.event.slug, abstracts, make.NOON, documents.contents_of(abstracts))


def a_figure(content: bytes | str) -> dict:
    words = content if isinstance(content, str) else b64encode(content).decode()
    return a_record(files=[{"exhibit": "figure", "caption": "Bars", "content": words}])


def test_a_figure_goes_from_one_event_to_another(session, call, run):
    with_a_figure(session, call, a_picture(size=(30, 20)))
    other = make.a_call(make.an_event(slug="other-2028"), slug="abstracts", last_number=8)

    result = run(exported(session, call), event="other-2028")
    session.expire_all()

    assert (result.exit_code, result.stderr) == (0, "")
    assert "Left out" not in result.stdout
    (copied,) = abstracts_to_export(session, other.event)
    (figure,) = copied.files
    assert (figure.exhibit, figure.caption, figure.file.name) == (
        Exhibit.FIGURE,
        "What fell, by month",
        "abstract-9-figure.png",
    )
    content = files.store().path(figure.file.key).read_bytes()
    assert Image.open(io.BytesIO(content)).size == (30, 20)
    assert [b64decode(each["files"][0]["content"]) for each in json.loads(exported(session, other))["abstracts"]] == [
        content
    ]


def test_the_same_file_again_keeps_no_second_figure(session, call, run):
    for _ in range(2):
        assert run(a_file(a_figure(a_picture()))).exit_code == 0

    assert session.scalar(select(func.count(AbstractFile.id))) == session.scalar(select(func.count(StoredFile.id))) == 1


def test_r16_a_figure_from_a_file_tells_nothing_of_its_maker(session, call, run):
    run(a_file(a_figure(a_talking_png())))

    content = files.store().path(session.scalars(select(StoredFile.key)).one()).read_bytes()
    assert b"Fictum" in a_talking_png()
    assert b"Fictum" not in content


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("not base64!", "Its figure: It is not in base64."),
        (b"<script>", "Its figure: "),
        (a_picture() + b"", ""),
    ],
    ids=["no base64", "a program", "a picture"],
)
def test_inj_3_a_file_that_is_unfit_keeps_all_out(session, call, run, content, says):
    result = run(a_file(a_figure(content), a_record(ref="2")))

    assert (result.exit_code == 0) == (not says)
    assert says in result.stdout
    assert session.scalar(select(func.count(AbstractFile.id))) == (0 if says else 1)


def test_a_dry_run_writes_no_file(call, run, kept):
    assert run(a_file(a_figure(a_picture())), "--dry-run").exit_code == 0

    assert not kept.exists()


def test_a_call_that_takes_no_figure_takes_none_from_a_file(session, call, run):
    call.takes_figure = False
    session.commit()

    assert "The call takes no figure." in run(a_file(a_figure(a_picture()))).stdout


def test_too_many_bytes_stay_behind_and_the_import_says_so(session, call, run, monkeypatch):
    with_a_figure(session, call, a_picture())
    monkeypatch.setattr("abstracts.documents.exhibits.MOST_CONTENT", 10)
    make.a_call(make.an_event(slug="other-2028"), slug="abstracts")

    result = run(exported(session, call), event="other-2028")

    assert result.exit_code == 0
    assert "Left out: the figure’s file (1)." in result.stdout
