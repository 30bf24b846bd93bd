"""Taking in what somebody sends: known by its bytes, within the limits, and read in a child process only (R16)."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from core.config import Limits
from core.errors import Refusal

INSPECTION = Path(__file__).with_name("inspection")
SECONDS = 20
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", DOCX: ".docx", XLSX: ".xlsx"}
WORDS = {PDF: "a PDF", PNG: "a PNG picture", JPEG: "a JPEG picture", DOCX: "a Word document (.docx)"}
WORDS[XLSX] = "an Excel workbook (.xlsx)"


class Unfit(Refusal):
    """The file cannot be taken. The message says what to send instead."""

    status = 422


class Empty(Unfit):
    pass


class TooLarge(Unfit):
    pass


class WrongKind(Unfit):
    pass


class TooManyPages(Unfit):
    pass


class TooManyPixels(Unfit):
    pass


class Damaged(Unfit):
    pass


class Unsafe(Unfit):
    pass


REFUSALS = {each.__name__: each for each in (WrongKind, TooManyPages, TooManyPixels, Damaged, Unsafe)}


@dataclass(frozen=True)
class Upload:
    """What was sent and found fit to keep; a picture is drawn anew, without what it said of its maker.

    Taken in blind, ``removed`` says in a few words each what is no longer in it, and ``text`` holds the first 100,000
    characters that can be read in a PDF or a Word document, alternative text and footers too. ``name`` is always as
    it was sent: whoever must not know the author is shown another.
    """

    name: str
    kind: str
    content: bytes
    removed: tuple[str, ...] = ()
    text: str = ""


def take_in(content: bytes, *, name: str, kinds: tuple[str, ...], limits: Limits, blind: bool = False) -> Upload:
    """``content`` if it is one of ``kinds`` by its own bytes. Takes seconds, so call it outside a transaction.

    ``blind`` writes a PDF or a Word document anew with what is seen in it and nothing that tells of its author
    (rule 40); it takes no workbook. Raises an Unfit that says what is wrong.
    """
    if not content:
        raise Empty("That file is empty. Choose another.")
    if len(content) > limits.upload_bytes:
        raise TooLarge(f"That file is larger than {limits.upload_bytes // 2**20} MB. Choose a smaller one.")
    wanted = {
        "kinds": list(kinds),
        "words": " or ".join(WORDS[kind] for kind in kinds),
        "pages": limits.upload_pages,
        "pixels": limits.upload_pixels,
        "unpacked": limits.unpacked_bytes,
        "blind": blind,
    }
    try:
        # Isolated (-I) and with nothing of ours in its environment: it needs no secret to count pages.
        child = subprocess.run(  # noqa: S603  our own file, and no shell
            [sys.executable, "-I", INSPECTION, json.dumps(wanted)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unsafe("That file takes too long to read. Save it again as a simpler file.") from None
    head, _, body = child.stdout.partition(b"\n")
    if child.returncode or not head:  # ended by its limits, or by a fault in a library
        raise Damaged("That file cannot be read. Open it on your computer, save it again and send that.")
    found = json.loads(head)
    if "refusal" in found:
        raise REFUSALS[found["refusal"]](found["says"])
    kept = body if found["changed"] else content
    return Upload(name=name, kind=found["kind"], content=kept, removed=tuple(found["removed"]), text=found["text"])
