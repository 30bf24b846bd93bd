"""What pages draw, written anew without the remarks between its lines."""

import pikepdf
from answers import Refused
from pikepdf import Dictionary, Pdf, Stream, String
from told import is_path

CONTENT, TOKENS = 4 * 2**20, 900_000
BEFORE_A_TOKEN = (b" ", b"\n", b"\r", b"\t", b"\f", b"\0", b"/", b"(", b"<", b"[")
ELABORATE = "That PDF draws too much to be checked for names. Send its page as a PNG picture instead."
MARKS = {"BDC", "DP"}
SAID_HERE = {"/ActualText", "/Alt", "/E", "/Lang"}


def rewrite_content(pdf: Pdf, drawings: list[Stream]) -> None:
    """The pages and ``drawings`` draw what they drew, and say no more. Raises Refused if they draw too much."""
    left, tokens = CONTENT, TOKENS
    for page in pdf.pages:
        if "/Contents" not in page.obj:
            continue
        page.contents_coalesce()
        if isinstance(page.obj.get("/Contents"), Stream):
            drawings = [*drawings, page.Contents]
    for each in drawings:
        content = each.read_bytes()
        left -= len(content)
        tokens -= tokens_in(content)
        if left < 0 or tokens < 0:
            raise Refused("Unsafe", ELABORATE)
        lines = pikepdf.parse_content_stream(each)
        for line in lines:
            if str(line.operator) in MARKS:
                for operand in line.operands:
                    silence(operand)
        each.write(pikepdf.unparse_content_stream(lines))


def tokens_in(content: bytes) -> int:
    """About how many names, numbers and words ``content`` is made of, at most."""
    return sum(content.count(start) for start in BEFORE_A_TOKEN)


def silence(mark: object) -> None:
    """``mark``, which says what a piece of the page is, keeps only what is read aloud."""
    if isinstance(mark, Dictionary):
        for key in list(mark.keys()):
            value = mark[key]
            if isinstance(value, String) and (key not in SAID_HERE or is_path(str(value))):
                del mark[key]
