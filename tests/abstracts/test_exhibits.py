"""The figure and the table: taken in clean, kept under neutral names, refused with a sentence (INJ-3, INJ-4, R16)."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from sqlalchemy import select

from abstracts.forms import exhibits
from abstracts.models import AbstractFile, AbstractStatus, Exhibit
from core.files import StoredFile
from core.uploads import PNG, Upload
from tests import factories as make
from tests.abstracts.pages import URL
from tests.core import nasty


@pytest.fixture(autouse=True)
def kept(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}/kept")
    return tmp_path / "kept"


def send(client, content: bytes | None, *, exhibit="figure", name="Dr Exampleby, Northmere.png", version=2, **typed):
    sent = {f"{exhibit}-version": version, f"{exhibit}-caption": "What it shows"}
    sent |= {f"{exhibit}-{key}": value for key, value in typed.items()}
    if content is not None:
        sent[f"{exhibit}-file"] = (io.BytesIO(content), name)
    return client.post(f"{URL}/1/exhibits/{exhibit}", data=sent, buffered=True)  # and what was spooled is closed


def test_a_figure_is_kept_clean_and_its_author_is_told_what_was_taken_out(author, session, abstract):
    answer = send(author, nasty.a_talking_png())

    file = session.scalars(select(AbstractFile)).one()
    page = author.get(f"{URL}/1/exhibits").text
    download = author.get(f"{URL}/1/exhibits/figure/file")
    assert (answer.status_code, answer.location) == (303, f"{URL}/1/exhibits")
    assert (file.exhibit, file.caption, file.file.name) == (Exhibit.FIGURE, "What it shows", "abstract-1-figure.png")
    assert file.removed != ""
    for line in file.removed.splitlines():
        assert line in page.replace("&#39;", "'")
    assert "Exampleby, Northmere" not in page
    assert "abstract-1-figure.png" in download.headers["Content-Disposition"]
    assert b"Fictum" not in download.data
    assert b"Caldergate" not in download.data
    assert Image.open(io.BytesIO(download.data)).info == {}


def test_another_takes_its_place_and_a_caption_alone_is_changed_without_it(author, session, abstract):
    send(author, nasty.a_talking_png())
    first = session.scalars(select(StoredFile.key)).one()

    send(author, None, version=3, caption="Better words")
    assert session.scalars(select(StoredFile.key)).one() == first
    send(author, nasty.a_talking_jpeg(), version=4, name="other.jpg", caption="Other words")

    session.expire_all()
    file = session.scalars(select(AbstractFile)).one()
    assert session.scalars(select(StoredFile.key)).one() != first
    assert (file.caption, file.file.name) == ("Other words", "abstract-1-figure.jpg")


def test_it_is_removed_and_removed_twice_is_removed(author, session, abstract):
    send(author, nasty.a_picture())

    for _ in range(2):
        answer = author.post(f"{URL}/1/exhibits/figure/remove", data={"figure-version": 3})
        assert answer.status_code == 303

    assert session.scalars(select(AbstractFile)).all() == []
    assert session.scalars(select(StoredFile)).all() == []
    assert author.get(f"{URL}/1/exhibits/figure/file").status_code == 404


def test_a_table_may_be_a_word_document_and_a_figure_may_not(author, session, abstract):
    refused = send(author, nasty.a_docx(), name="a.docx", caption="Kept <here>")
    assert refused.status_code == 422
    assert "Kept &lt;here&gt;" in refused.text
    assert send(author, nasty.a_picture(), exhibit="table", name="t.png").status_code == 303
    assert [each.exhibit for each in session.scalars(select(AbstractFile))] == [Exhibit.TABLE]


UNFIT = {
    "a page of a site": (nasty.PAGE, "figure.pdf"),
    "a drawing that is a program": (nasty.SVG, "figure.svg"),
    "a kept web page": (nasty.MHTML, "figure.mht"),
    "nothing at all": (b"", "empty.png"),
    "a picture of gigabytes": (nasty.a_png_that_claims(30_000, 30_000), "big.png"),
    "a broken picture": (nasty.a_picture()[:60], "half.png"),
    "too many pages": (nasty.a_pdf(201), "long.pdf"),
    "a PDF that claims pages": (nasty.a_pdf(1, count=100_000), "liar.pdf"),
}


@pytest.mark.parametrize("unfit", UNFIT)
def test_inj_3_and_4_an_unfit_file_is_refused_with_a_sentence_and_what_was_typed_stays(
    author, session, abstract, kept, unfit
):
    content, name = UNFIT[unfit]

    answer = send(author, content, name=name, caption="A long caption that nobody types twice.")

    assert answer.status_code == 422
    assert 'class="error" id="figure-file-error"' in answer.text
    assert "A long caption that nobody types twice." in answer.text
    assert session.scalars(select(AbstractFile)).all() == []
    assert not kept.exists() or [each for each in kept.rglob("*") if each.is_file()] == []


@pytest.mark.parametrize(
    "name", ["../../x.png", "C:\\x.png", "x" * 300 + ".png", "\u202egnp.exe", "<b>&'\".png", ".png"]
)
def test_inj_3_no_name_of_a_file_is_believed_or_kept(author, session, abstract, name):
    assert send(author, nasty.a_picture(), name=name).status_code == 303

    assert session.scalars(select(StoredFile.name)).one() == "abstract-1-figure.png"


def test_inj_3_a_program_that_takes_a_file_for_what_it_is_called_is_noticed(
    author, session, abstract, kept, monkeypatch
):
    """A planted fault: nobody looks into the file."""

    def believed(content: bytes, *, name: str, **_) -> Upload:
        return Upload(name=name, kind=PNG, content=content)

    monkeypatch.setattr(exhibits, "take_in", believed)

    with pytest.raises(AssertionError):
        test_inj_3_and_4_an_unfit_file_is_refused_with_a_sentence_and_what_was_typed_stays(
            author, session, abstract, kept, "a page of a site"
        )


def test_inj_3_a_store_that_keeps_the_name_is_noticed(author, session, abstract, monkeypatch):
    """A planted fault: what the author called it is what it is called."""
    monkeypatch.setattr("abstracts.rules.neutral_name", lambda *_: "../../x.png")

    with pytest.raises(AssertionError):
        test_inj_3_no_name_of_a_file_is_believed_or_kept(author, session, abstract, "../../x.png")


def test_inj_3_a_name_that_breaks_its_own_header_is_a_broken_request(author, session, abstract):
    assert send(author, nasty.a_picture(), name="a\r\nSet-Cookie: b=1.png").status_code == 400
    assert session.scalars(select(StoredFile)).all() == []


def test_inj_4_a_file_beyond_the_limit_is_refused_with_that_limit(app, author, session, abstract, monkeypatch):
    monkeypatch.setitem(app.config, "LIMITS", replace(app.config["LIMITS"], upload_bytes=2**20 // 8))

    answer = send(author, nasty.a_picture() + b"\0" * 2**17, caption="Kept")

    assert answer.status_code == 422
    assert "Choose a smaller one." in answer.text
    assert "Kept" in answer.text


def test_web_2_a_window_that_read_an_older_version_replaces_no_file(author, session, abstract):
    send(author, nasty.a_picture(), caption="First")

    answer = send(author, nasty.a_talking_jpeg(), name="b.jpg", caption="Second")

    assert answer.status_code == 409
    assert "Second" in answer.text
    session.expire_all()
    assert session.scalars(select(AbstractFile.caption)).one() == "First"


def test_rule_38_no_file_comes_after_the_end(author, session, abstract, at):
    at(abstract.call.closes_at)

    answer = send(author, nasty.a_picture())

    assert (answer.status_code, "has closed" in answer.text) == (409, True)
    assert session.scalars(select(StoredFile)).all() == []


def test_a_caption_is_wanted_before_it_can_be_submitted(author, session, abstract):
    send(author, nasty.a_picture(), caption="")

    answer = author.post(f"{URL}/1/check", data={"version": 3})

    assert answer.status_code == 422
    assert "Say in words what the figure shows." in answer.text


def test_a_call_that_takes_none_has_no_place_for_one(author, session, abstract):
    abstract.call.takes_figure = False
    session.commit()

    assert send(author, nasty.a_picture()).status_code == 404
    assert "The figure" not in author.get(f"{URL}/1/exhibits").text


def test_of_a_submitted_abstract_it_is_changed_too_and_stays_complete(browse, session, open_call):
    abstract = make.an_abstract(open_call, status=AbstractStatus.SUBMITTED)
    client = browse(abstract.owner)

    assert send(client, nasty.a_picture(), caption="").status_code == 422
    assert session.scalars(select(AbstractFile)).all() == []
    assert send(client, nasty.a_picture()).status_code == 303


def test_r16_a_planted_file_that_is_taken_in_as_it_came_is_noticed(author, session, abstract, monkeypatch):
    monkeypatch.setattr(
        "abstracts.forms.exhibits.take_in", lambda content, *, name, **_: Upload(name=name, kind=PNG, content=content)
    )

    send(author, nasty.a_talking_png())

    assert b"Fictum" in author.get(f"{URL}/1/exhibits/figure/file").data  # and so a reviewer would read it
