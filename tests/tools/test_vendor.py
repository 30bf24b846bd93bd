"""What others made is named after its content, pinned by the lock file, and has its licence beside it."""

import hashlib
import json

import pytest

from tools.vendor import COPIES, ROOT


@pytest.mark.parametrize("copy", COPIES, ids=lambda copy: copy.name)
def test_each_copy_is_what_the_manifest_and_the_lock_file_say(copy):
    entry = json.loads((copy.destination / "manifest.json").read_text())[copy.name]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"][f"node_modules/{copy.package}"]

    digest = hashlib.sha256((copy.destination / entry["file"]).read_bytes()).hexdigest()

    assert digest == entry["sha256"]
    assert digest[:10] in entry["file"]
    assert (entry["version"], entry["integrity"]) == (locked["version"], locked["integrity"])
    assert all((copy.destination / licence).stat().st_size for licence in entry["licence_files"])


@pytest.mark.parametrize("folder", sorted({copy.destination for copy in COPIES}), ids=lambda folder: folder.parent.name)
def test_nothing_else_stands_among_them(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    known = {name for entry in manifest.values() for name in (entry["file"], *entry["licence_files"])}

    found = {path.name for path in folder.iterdir() if path.suffix not in {".br", ".gz"}}

    assert found == known | {"manifest.json"}


def test_the_lock_file_names_no_host():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
