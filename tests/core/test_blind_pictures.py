"""A picture taken in blind tells nothing of its author, and shows what it showed (rule 40)."""

import io
import struct
import zlib

import pytest
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from core.config import Limits
from core.uploads import JPEG, PNG, XLSX, WrongKind, take_in
from tests.core import nasty
from tests.core.canaries import traces

WHO = "Rowan Exampleby"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><creator>{WHO}</creator></x:xmpmeta>".encode()


def blind(content: bytes, *kinds: str):
    return take_in(content, name="x", kinds=kinds or (PNG, JPEG), limits=Limits(), blind=True)


def exif(*, place: bool = False) -> Image.Exif:
    said = Image.Exif()
    said[ExifTags.Base.Artist] = WHO
    said[ExifTags.Base.Software] = "Northmere Imaging 4"
    if place:
        said.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (54.0, 58.0, 12.0), 29: "2026:11:01"})
    return said


def profile() -> bytes:
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return plain.replace("sRGB built-in".encode("utf-16-be"), "Exampleby MBP".encode("utf-16-be"))


def segment(kind: int, body: bytes) -> bytes:
    """A JPEG with one segment more."""
    plain = nasty.a_picture("JPEG")
    return plain[:2] + bytes([0xFF, kind]) + (len(body) + 2).to_bytes(2) + body + plain[2:]


def chunk(kind: bytes, body: bytes) -> bytes:
    """A PNG with one chunk more, before its end."""
    plain = nasty.a_picture("PNG")
    made = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return plain[:-12] + made + plain[-12:]


def words(**said: str) -> PngInfo:
    kept = PngInfo()
    for name, each in said.items():
        kept.add_text(name, each, zip=name == "Packed")
    kept.add_itxt("Everywhere", WHO, zip=True)
    return kept


IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x14\x1c\x02\x50\0\x0f" + WHO.encode()
TOLD = {
    "a JPEG's EXIF": (nasty.a_picture("JPEG", exif=exif()), "author"),
    "where a JPEG was taken": (nasty.a_picture("JPEG", exif=exif(place=True)), "where the picture was taken (GPS)"),
    "a JPEG's XMP": (segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP), "its description (XMP)"),
    "a JPEG's IPTC": (segment(0xED, IPTC), "its description (IPTC)"),
    "a JPEG's comment": (nasty.a_picture("JPEG", comment=WHO.encode()), "a comment"),
    "a JPEG's colours": (nasty.a_picture("JPEG", icc_profile=profile()), "colour profile"),
    "a JPEG's own segment": (segment(0xEA, WHO.encode()), None),
    "behind a JPEG": (nasty.a_picture("JPEG") + XMP, None),
    "a PNG's words": (nasty.a_picture("PNG", pnginfo=words(Author=WHO)), "words beside the picture"),
    "a PNG's packed words": (nasty.a_picture("PNG", pnginfo=words(Packed=WHO)), "words beside the picture"),
    "a PNG's EXIF": (nasty.a_picture("PNG", exif=exif()), "author"),
    "a PNG's place": (nasty.a_picture("PNG", exif=exif(place=True)), "where the picture was taken (GPS)"),
    "a PNG's colours": (nasty.a_picture("PNG", icc_profile=profile()), "colour profile"),
    "a PNG's own chunk": (chunk(b"nmTR", b"Northmere"), None),
    "behind a PNG": (nasty.a_picture("PNG") + XMP, None),
}


@pytest.mark.parametrize("place", TOLD)
def test_rule_40_a_name_is_gone_from_a_picture(place):
    content, told = TOLD[place]
    assert traces(content)  # the search would see it

    kept = blind(content)

    assert traces(kept.content) == []
    assert told is None or told in kept.removed
    with Image.open(io.BytesIO(kept.content)) as seen:
        seen.load()
        assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not seen.getexif()
        assert seen.convert("RGB").getpixel((5, 5)) == pytest.approx((102, 51, 153), abs=3)


def test_a_thumbnail_is_gone_and_told_of():
    small = nasty.a_picture("JPEG", (8, 6), comment=b"Northmere")
    entries = struct.pack("<HHIHxx", 0x0112, 3, 1, 1), struct.pack("<HHII", 0x0201, 4, 1, 56)
    entries += (struct.pack("<HHII", 0x0202, 4, 1, len(small)),)
    first = struct.pack("<H", 1) + entries[0] + struct.pack("<I", 26)
    second = struct.pack("<H", 2) + entries[1] + entries[2] + struct.pack("<I", 0)
    told = segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0" + first + second + small)
    assert traces(told)

    kept = blind(told)

    assert "thumbnail" in kept.removed
    assert traces(kept.content) == []


def test_the_time_in_a_png_is_gone():
    assert b"tIME" not in blind(chunk(b"tIME", bytes([7, 234, 11, 1, 9, 0, 0]))).content


@pytest.mark.parametrize("content", [nasty.a_picture(), nasty.a_picture("JPEG")], ids=["PNG", "JPEG"])
def test_a_picture_that_tells_nothing_loses_nothing(content):
    assert blind(content).removed == ()


def test_rule_40_a_planted_fault_a_picture_that_is_only_copied_is_seen():
    """As if it were not drawn anew: written again by the same library, with all that it had read."""
    for place, (content, _) in TOLD.items():
        assert traces(content), place
        with Image.open(io.BytesIO(content)) as seen:
            copied = io.BytesIO()
            seen.save(copied, seen.format, exif=seen.getexif().tobytes(), comment=seen.info.get("comment", b""))
        if "EXIF" in place:
            assert traces(copied.getvalue()), place


def test_no_workbook_is_taken_in_blind():
    with pytest.raises(WrongKind):
        blind(nasty.a_docx(), XLSX)
