"""PDFs and Word documents made to wear down whoever writes them anew."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.core import nasty

RULES = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"


def _saved(pdf, **options) -> bytes:
    written = io.BytesIO()
    pdf.save(written, **options)
    return written.getvalue()


def a_pdf_of_one_page_again_and_again(count: int = 100_000) -> bytes:
    """Its tree names the same page so many times."""
    kids = b" ".join([b"3 0 R"] * count)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [" + kids + b"] >>"]
    return nasty._pdf_of([*objects, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"])


def a_pdf_whose_pages_go_round() -> bytes:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 2 /Kids [2 0 R 3 0 R] >>"]
    return nasty._pdf_of([*objects, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"])


def a_pdf_that_nests(depth: int = 100_000) -> bytes:
    return nasty.a_pdf(catalog=b"/Lang " + b"[" * depth + b"]" * depth)


def a_pdf_whose_form_draws_itself() -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    form = pdf.make_stream(b"/Fm1 Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(Fm1=form))
    page.Resources = Dictionary(XObject=Dictionary(Fm1=form))
    page.Contents = pdf.make_stream(b"/Fm1 Do")
    return _saved(pdf)


def a_pdf_that_draws(content: bytes, filters: int = 1) -> bytes:
    """One page whose content is packed so many times."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    for _ in range(filters):
        content = zlib.compress(content)
    stream = pikepdf.Stream(pdf, content)
    stream.Filter = Array([Name.FlateDecode] * filters)
    page.Contents = pdf.make_indirect(stream)
    return _saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def a_pdf_of_many_numbers(count: int = 2_000_000) -> bytes:
    return nasty.a_pdf(catalog=b"/MarkInfo [" + b"1 " * count + b"]")


def a_pdf_of_many_objects(count: int = 150_000) -> bytes:
    """Each leads to the next."""
    chain = [b"[%d 0 R 1 2 3]" % (number + 5) for number in range(count)]
    base = [b"<< /Type /Catalog /Pages 2 0 R /MarkInfo 4 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return nasty._pdf_of([*base, page, *chain, b"[]"])


def a_pdf_with_a_picture_of_nothing() -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    image = pikepdf.Stream(pdf, b"\xff\xd8" + b"\xff" * 5_000_000)
    image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
    page.Resources = Dictionary(XObject=Dictionary(Im1=pdf.make_indirect(image)))
    return _saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def a_pdf_with_a_map_of_letters(count: int = 400_000) -> bytes:
    """Its font says what each letter means, again and again."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    lines = b"100 beginbfrange\n" + b"<0000> <ffff> <0000>\n" * 100 + b"endbfrange\n"
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    font.ToUnicode = pdf.make_stream(lines * (count // 100))
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    page.Contents = pdf.make_stream(b"BT /F1 12 Tf (x) Tj ET")
    return _saved(pdf)


def a_docx_of(body: str, **parts: bytes) -> bytes:
    """A Word document with this body, linked as Word links it."""
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    document = f"<w:document {RULES}><w:body>{body}</w:body></w:document>"
    return nasty.a_docx(**{"_rels/.rels": links.encode(), "word/document.xml": document.encode()} | parts)


def a_docx_in_utf_16_with_entities() -> bytes:
    """Its declaration hides from a search for it."""
    laugh = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10 if n else 'ha'}'>" for n in range(9))
    words = f"<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE w:document [{laugh}]>"
    words += f"<w:document {RULES}><w:body><w:p><w:r><w:t>&l8;</w:t></w:r></w:p></w:body></w:document>"
    return a_docx_of("", **{"word/document.xml": words.encode("utf-16")})


def a_docx_that_reads_a_file() -> bytes:
    words = "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE d [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    words += f"<w:document {RULES}><w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>"
    return a_docx_of("", **{"word/document.xml": words.encode("utf-16")})


def a_docx_that_nests(depth: int = 200_000) -> bytes:
    return a_docx_of("<w:ins>" * depth + "</w:ins>" * depth)
