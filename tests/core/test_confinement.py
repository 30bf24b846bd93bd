"""Whatever is sent is read in a child that has little memory, and finds nothing to take."""

import json
import subprocess
import sys

import pytest

from core import uploads
from core.config import Limits
from core.uploads import DOCX, JPEG, PDF, PNG
from tests.core import nasty

ALL = (PDF, PNG, JPEG, DOCX)
# It starts the child from a small process of its own, since a child counts its parent's memory as its own at first.
MEASURE = """
import resource, subprocess, sys
content = open(sys.argv[3], "rb").read()
subprocess.run([sys.executable, "-I", *sys.argv[1:3]], input=content, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.parametrize(
    "make",
    [
        lambda: nasty.a_png_that_claims(30_000, 30_000),
        nasty.a_png_with_a_long_tale,
        lambda: nasty.a_docx(**{"word/media/a": b"\0" * 200_000_000}),
        nasty.a_docx_that_lies_about_its_size,
        lambda: nasty.a_packed_pdf(b"\0" * 200_000_000),
        lambda: nasty.a_pdf(count=100_000),
        lambda: b"%PDF-1.7\n" + b"stream\n" * 1_400_000 + b"%%EOF",
    ],
    ids=["pixels", "words", "a zip", "a zip that lies", "a packed PDF", "pages", "streams"],
)
def test_a_bomb_takes_less_than_200_mb_to_refuse(make, tmp_path):
    (tmp_path / "bomb").write_bytes(make())
    wanted = {"kinds": ALL, "words": "", "pages": 200, "pixels": 40_000_000, "unpacked": Limits().unpacked_bytes}
    wanted["blind"] = False
    words = [str(uploads.INSPECTION), json.dumps(wanted), str(tmp_path / "bomb")]

    said = subprocess.run([sys.executable, "-I", "-c", MEASURE, *words], capture_output=True, text=True, check=True)

    assert 10 < int(said.stdout) < 200


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "open('{there}', 'w')",
        "__import__('socket').socket()",
        "bytearray(2**30)",
        "__import__('subprocess').run(['true'])",
    ],
    ids=["reading a file", "writing a file", "the network", "a gigabyte of memory", "another program"],
)
def test_whatever_takes_over_the_child_finds_nothing_there(attempt, tmp_path):
    there = tmp_path / "there"
    tried = attempt.format(there=there)
    code = f"import sys; sys.path.insert(0, {str(uploads.INSPECTION)!r})\nimport socket, subprocess, confinement\n"
    code += f"confinement.confine()\ntry:\n    {tried}\nexcept (OSError, MemoryError):\n    sys.exit(7)\n"

    done = subprocess.run([sys.executable, "-I", "-c", code], check=False)

    assert done.returncode == 7
    assert not there.exists()
