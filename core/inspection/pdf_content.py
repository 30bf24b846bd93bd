"""What pages draw, written anew without the remarks between its lines."""

import pikepdf
from answers import Refused
from pdf_keys import TAGS
from pikepdf import Dictionary, Name, Pdf, Stream, String
from told import is_path

CONTENT, TOKENS = 4 * 2**20, 900_000
BEFORE_A_TOKEN = (b" ", b"\n", b"\r", b"\t", b"\f", b"\0", b"/", b"(", b"<", b"[")
ELABORATE = "That PDF draws too much to be checked for names. Send its page as a PNG picture instead."
MARKS = {"BDC", "DP"}
NAMED = {"BDC", "BMC", "DP", "MP"}
JPEGS = {"/DCTDecode", "/DCT", "/JPXDecode"}
SAID_HERE = {"/ActualText", "/Alt", "/E", "/Lang"}


def rewrite_content(pdf: Pdf, drawings: list[Stream], roles: dict) -> None:
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
            if isinstance(line, pikepdf.ContentStreamInlineImage) and JPEGS & set(map(str, line.iimage.filters)):
                raise Refused("Unsafe", ELABORATE)  # a few bytes of a kind that may tell; no program writes it so
            if str(line.operator) in MARKS:
                for operand in line.operands:
                    silence(operand)
        kept = [plainly_marked(line, roles) if str(line.operator) in NAMED else line for line in lines]
        each.write(pikepdf.unparse_content_stream(kept))


def plainly_marked(line: pikepdf.ContentStreamInstruction, roles: dict) -> pikepdf.ContentStreamInstruction:
    tag, *rest = line.operands
    return pikepdf.ContentStreamInstruction([plain_tag(tag, roles), *rest], line.operator)


def plain_tag(tag: object, roles: dict) -> Name:
    """What a tag stands for: a paragraph, where it is a style that somebody named and nothing explains."""
    for _ in range(5):
        if str(tag) in TAGS:
            return tag
        tag = roles.get(str(tag), Name.P)
    return Name.P


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
