"""A picture drawn anew, without what it said of its maker and of anything hidden behind it."""

import io

from answers import Found, Refused

# Some of these are asked for only later, when no file may be opened any more.
from PIL import ExifTags, Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin  # noqa: F401

Image.preinit()
AUTHORS = (ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.XPAuthor)
# What a picture may carry besides what is seen, by the name that Pillow gives it.
BESIDES = {"exif": "camera, program and time (EXIF)", "xmp": "its description (XMP)", "icc_profile": "colour profile"}
BESIDES |= {"XML:com.adobe.xmp": BESIDES["xmp"], "photoshop": "its description (IPTC)", "comment": "a comment"}


def read(content: bytes, wanted: dict) -> Found:
    """The picture drawn anew. Raises Refused."""
    picture = opened(content, wanted)
    return Found(drawn(picture, picture.format))


def clean(content: bytes, wanted: dict) -> Found:
    """The same, and what is no longer in it."""
    picture = opened(content, wanted)
    told = what_it_tells(picture)
    return Found(drawn(picture, picture.format), told)


def opened(content: bytes, wanted: dict, kind: str | None = None) -> Image.Image:
    """The picture, not yet decoded. Raises Refused if it has too many pixels."""
    Image.MAX_IMAGE_PIXELS = None  # ours is the limit, and it has its own sentence
    picture = Image.open(io.BytesIO(content), formats=[kind] if kind else ["PNG", "JPEG"])
    if picture.width * picture.height > wanted["pixels"]:
        most = wanted["pixels"] // 1_000_000
        raise Refused("TooManyPixels", f"That picture has more than {most} million pixels. Send a smaller one.")
    return picture


def drawn(picture: Image.Image, kind: str) -> bytes:
    """The picture as a new file; what its metadata turned, stays turned without it."""
    plain = ImageOps.exif_transpose(picture)
    if plain.mode not in ({"RGB", "L"} if kind != "PNG" else {"1", "L", "LA", "I", "I;16", "P", "RGB", "RGBA"}):
        plain = plain.convert("RGB")
    plain.info = {each: plain.info[each] for each in ("transparency",) if each in plain.info}
    made = io.BytesIO()
    if kind == "PNG":
        plain.save(made, "PNG", compress_level=4)
    else:
        plain.save(made, "JPEG", quality=90)
    return made.getvalue()


def what_it_tells(picture: Image.Image) -> tuple[str, ...]:
    """In a few words each, what the picture says besides what is seen in it."""
    picture.load()  # a PNG may tell more behind its pixels
    told = [BESIDES[key] for key in picture.info if key in BESIDES]
    told += ["words beside the picture"] * bool(set(getattr(picture, "text", {})) - set(BESIDES))
    exif = picture.getexif()
    told += ["author"] * any(tag in exif for tag in AUTHORS)
    told += ["where the picture was taken (GPS)"] * bool(exif.get_ifd(ExifTags.IFD.GPSInfo))
    told += ["thumbnail"] * bool(exif.get_ifd(ExifTags.IFD.IFD1))
    return tuple(dict.fromkeys(told))
