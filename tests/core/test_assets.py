import hashlib
import re

import pytest

from core.assets import Assets


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "fonts").mkdir()
    for name in ("site.css", "fonts/news.woff2", "htmx.0123456789.js", "site.css.br"):
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def test_a_file_is_served_under_a_name_that_holds_its_hash(folder):
    digest = hashlib.sha256(b"site.css").hexdigest()[:10]

    assert Assets(folder)("site.css") == f"/static/site.{digest}.css"


def test_a_changed_file_has_another_address(folder):
    before = Assets(folder)("site.css")
    (folder / "site.css").write_text("changed")

    assert Assets(folder)("site.css") != before


def test_a_name_that_holds_its_version_stays(folder):
    assets = Assets(folder)

    assert assets("fonts/news.woff2") == "/static/fonts/news.woff2"
    assert assets("htmx.0123456789.js") == "/static/htmx.0123456789.js"


def test_scripts_that_import_each_other_have_one_hash_in_the_name_of_their_folder(folder):
    (folder / "door").mkdir()
    for name in ("judge", "phone"):
        (folder / f"door/{name}.js").write_text(name)
    before = Assets(folder)("door/phone.js")
    (folder / "door/judge.js").write_text("changed")
    assets = Assets(folder)

    assert re.fullmatch(r"/static/door\.[0-9a-f]{10}/phone\.js", assets("door/phone.js"))
    assert assets("door/phone.js") != before
    assert assets("door/judge.js") == assets("door/phone.js").replace("phone.js", "judge.js")


def test_what_was_compressed_ahead_has_no_address_of_its_own(folder):
    assert set(Assets(folder).addresses) == {"site.css", "fonts/news.woff2", "htmx.0123456789.js"}


def test_a_name_that_is_not_there_fails_when_the_page_is_made(folder):
    with pytest.raises(KeyError):
        Assets(folder)("missing.css")


def test_a_vendored_script_is_found_by_its_stem(app):
    assert re.fullmatch(r"/static/vendor/htmx\.[0-9a-f]{10}\.js", app.extensions["assets"].vendored("htmx"))


@pytest.mark.parametrize("address", ["site.css", "../app.py", "..%2fapp.py", "vendor/", "", ".htaccess"])
def test_nothing_else_is_served(app, session, address):
    assert app.test_client().get(f"/static/{address}").status_code == 404


def test_every_file_that_a_page_names_is_there(browse, session, now):
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', browse().get("/sign-in").text):
        assert browse().get(address, buffered=True).status_code == 200
