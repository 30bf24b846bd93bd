"""Files that tell of their author in the places where people’s own programs write it."""

import io

import docx
from PIL import ExifTags, Image

LINE = "Rounds at seven made the ward calmer."
TRACKED = (
    '<w:ins xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="9" w:author="{}" '
    'w:date="2026-11-01T09:00:00Z"><w:r><w:t>Falls fell by a third.</w:t></w:r></w:ins>'
)


def a_word_document(*, author: str, comment: str, change: str) -> bytes:
    """A table whose properties, whose comment and whose tracked change each name somebody."""
    made = docx.Document()
    made.core_properties.author = made.core_properties.last_modified_by = author
    first = made.add_paragraph(LINE)
    made.add_comment(first.runs, text=comment, author=author)
    first._p.append(docx.oxml.parse_xml(TRACKED.format(change.replace("&", "&amp;"))))
    made.add_table(rows=2, cols=2).cell(0, 0).text = "Before"
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def a_photograph(*, artist: str) -> bytes:
    """A figure whose EXIF names who took it."""
    said = Image.Exif()
    said[ExifTags.Base.Artist] = said[ExifTags.Base.Copyright] = artist.encode("ascii", "replace").decode()
    drawn = io.BytesIO()
    Image.new("RGB", (480, 270), "rebeccapurple").save(drawn, "JPEG", exif=said, comment=artist.encode())
    return drawn.getvalue()
