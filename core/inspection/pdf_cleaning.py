"""A PDF written anew with what is seen on its pages, and without anything that tells who made it.

It keeps what is known to belong to a page (pdf_keys.py) instead of removing what is known to tell, since programs
invent new places for names each year.
"""

import io
from collections import Counter

import pdf_reading
import pikepdf
from answers import Found, Refused, some
from pdf_content import plain_tag, rewrite_content, tokens_in
from pdf_keys import CATALOG, CHOSEN, FORM, IMAGE, INKS, LAYER, OTHERS, PAGE, PAGES, READ_ALOUD, WORDS
from pdf_words import words_of
from picture_bytes import plain_jpeg, plain_jpeg_2000
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from told import is_path

TOKENS, OBJECTS, VALUES = 600_000, 60_000, 300_000
LOCKED = "That PDF is locked with a password. Save it without one and send that."
ELABORATE = (
    "That PDF is too elaborate to be checked for names. Print it to a new PDF, or send its page as a PNG picture."
)
LOOKS = {"/Transparency", "/Luminosity", "/Alpha"}  # what else a key /S says, beside a tag's name
DEVICES = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
PLAIN = {"/DCTDecode": plain_jpeg, "/JPXDecode": plain_jpeg_2000}
# What its properties say, in the author's words; any other property is told of as one of several.
PROPERTIES = {"/Author": "author", "/Title": "title", "/Subject": "subject", "/Keywords": "keywords"}
PROPERTIES |= {"/Creator": "program", "/Producer": "program"}


def clean(content: bytes, wanted: dict) -> Found:
    """The PDF anew, what is no longer in it, and its words. Raises Refused."""
    pdf_reading.read(content, wanted)
    most = wanted["unpacked"]
    # Each becomes an object in memory as soon as the file is opened.
    if sum(tokens_in(text) for text in pdf_reading.objects(content, most)) > TOKENS:
        raise Refused("Unsafe", ELABORATE)
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=most, run_length_max_memory=most, png_max_memory=most, tiff_max_memory=most,
        max_stream_filters=4, doc_max_warnings=5000,
    )  # fmt: skip
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise Refused("Unsafe", LOCKED) from None
    if pdf.is_encrypted:
        raise Refused("Unsafe", LOCKED)
    if len(pdf.pages) > wanted["pages"]:
        raise Refused("TooManyPages", f"That PDF has more than {wanted['pages']} pages. Send a shorter one.")
    if len(pdf.objects) > OBJECTS:
        raise Refused("Unsafe", ELABORATE)
    removed = what_it_tells(pdf)
    flatten(pdf, removed)
    sweeper = Sweeper(pdf)
    sweeper.sweep()
    rewrite_content(pdf, sweeper.drawings, sweeper.roles)
    for key in list(pdf.trailer.keys()):
        if key not in {"/Root", "/Size"}:
            del pdf.trailer[key]
    written = io.BytesIO()
    pdf.save(written, fix_metadata_version=False, deterministic_id=True)  # a new /ID, of these bytes alone
    kept = written.getvalue()
    if sweeper.talking_pictures:
        several = sweeper.talking_pictures
        removed[f"what {some(several, 'picture')} in it told of {'its' if several == 1 else 'their'} making"] = 1
    return Found(kept, tuple(removed), words_of(kept, sweeper.said))


def what_it_tells(pdf: Pdf) -> dict[str, int]:
    """In a few words each, what the PDF says besides what is seen, in the order of what an author minds most."""
    told = dict.fromkeys(
        f"{PROPERTIES.get(key, 'more')} in the document's properties"
        for key, value in sorted(pdf.docinfo.items())
        if str(value).strip()
    )
    root = pdf.Root
    told |= dict.fromkeys(["properties in a second place (XMP)"] * ("/Metadata" in root))
    told |= dict.fromkeys(["bookmarks"] * ("/Outlines" in root))
    told |= dict.fromkeys(["attached files"] * ("/EmbeddedFiles" in root.get("/Names", {})))
    return told


def flatten(pdf: Pdf, removed: dict) -> None:
    """What is filled in becomes part of its page; comments and links go."""
    found = Counter()
    for page in pdf.pages:
        notes = page.get("/Annots", Array())
        if not isinstance(notes, Array):
            del page.Annots
            continue
        for each in notes:
            found[str(each.get("/Subtype", "")) if isinstance(each, Dictionary) else ""] += 1
        kept = [each for each in notes if isinstance(each, Dictionary) and each.get("/Subtype") == Name.Widget]
        page.Annots = Array(kept)
    if found["/Widget"]:
        pdf.generate_appearance_streams()
        pdf.flatten_annotations()
        removed[f"{some(found['/Widget'], 'form field')} (what was filled in stays)"] = 1
    if found["/Link"]:
        removed[f"{some(found['/Link'], 'link')} (the words stay)"] = 1
    comments = found.total() - found["/Widget"] - found["/Link"] - found["/Popup"]
    if comments:
        removed[some(comments, "comment")] = 1


class Sweeper:
    """Goes once through all that the pages lead to, and leaves only what is known to belong there."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.drawings: list[Stream] = []  # content besides the pages' own
        self.said: list[str] = []  # alternative text
        self.talking_pictures = 0
        self.left = VALUES
        tree = pdf.Root.get("/StructTreeRoot")
        roles = tree.get("/RoleMap") if isinstance(tree, Dictionary) else None
        self.roles = dict(roles.items()) if isinstance(roles, Dictionary) else {}
        self.seen: set[tuple[int, int]] = set()
        self.todo: list[tuple[object, str]] = []

    def sweep(self) -> None:
        for page in self.pdf.pages:
            self.todo.append((page.obj, "page"))
            self.seen.add(page.obj.objgen)
        self.todo.append((self.pdf.Root, "catalog"))
        while self.todo:
            value, role = self.todo.pop()
            if isinstance(value, Array):
                self.array(value)
            else:
                self.dictionary(value, role)

    def follow(self, value: object, role: str = "") -> None:
        self.left -= 1
        if self.left < 0:
            raise Refused("Unsafe", ELABORATE)
        if isinstance(value, Array | Dictionary | Stream):
            if value.is_indirect:
                if value.objgen in self.seen:
                    return
                self.seen.add(value.objgen)
            self.todo.append((value, role))

    def array(self, array: Array) -> None:
        if len(array) > self.left:
            raise Refused("Unsafe", ELABORATE)
        first = array[0] if len(array) else None
        if first == Name.ICCBased:  # a profile may name its screen and whose it is
            profile = array[1]
            array[0] = DEVICES[int(profile.N)]
            del array[1:]
            return
        if first == Name.DeviceN:
            del array[4:]
            for place, ink in enumerate(array[1]):
                array[1][place] = ink if str(ink) in INKS else Name(f"/Ink{place + 1}")
        if first == Name.Separation and str(array[1]) not in INKS:
            array[1] = Name.Ink
        kept = []
        for value in array:
            talks = isinstance(value, String) and first != Name.Indexed
            if not talks and not (isinstance(value, Dictionary) and value.get("/Type") == Name.OBJR):
                kept.append(value)
        if len(kept) != len(array):
            array[:] = kept
        for value in kept:
            self.follow(value)

    def dictionary(self, found: Dictionary | Stream, role: str) -> None:
        if isinstance(found, Stream) and found.get("/Subtype") == Name.Image:
            self.picture(found)
        if self.is_drawing(found, role):
            self.drawings.append(found)
        known = self.known(found, role)
        if isinstance(found.get("/S"), Name) and str(found.S) not in LOOKS and not isinstance(found, Stream):
            found.S = plain_tag(found.S, self.roles)
        if known is LAYER:
            found.Name = String("Layer")
        for key in list(found.keys()):
            value = found[key]
            if (known and key not in known) or (isinstance(value, String) and not self.is_kept(found, key, value)):
                del found[key]
            elif isinstance(found, Stream) and key in {"/Filter", "/Length"}:
                continue
            else:
                self.follow(value, key if key in CHOSEN and not role else "drawing" if role == "/CharProcs" else "")

    def known(self, found: Dictionary | Stream, role: str) -> frozenset[str] | None:
        kind, subtype = found.get("/Type"), found.get("/Subtype")
        if role in CHOSEN:
            return None
        if role in {"page", "catalog"}:
            return PAGE if role == "page" else CATALOG
        if isinstance(found, Stream) and subtype in {Name.Image, Name.Form}:
            return IMAGE if subtype == Name.Image else FORM
        return PAGES if kind == Name.Pages else LAYER if kind == Name.OCG else OTHERS

    def is_drawing(self, found: Dictionary | Stream, role: str) -> bool:
        if not isinstance(found, Stream):
            return False
        return role == "drawing" or found.get("/Subtype") == Name.Form or found.get("/PatternType") == 1

    def is_kept(self, holder: Dictionary | Stream, key: str, value: String) -> bool:
        words = str(value)
        if key == "/Name" and holder.get("/Type") == Name.OCG:
            return True
        if key not in WORDS or (key in READ_ALOUD and is_path(words)):
            return False
        if key in READ_ALOUD:
            self.said.append(words)
        return True

    def picture(self, found: Stream) -> None:
        filters = found.get("/Filter", Array())
        filters = list(filters) if isinstance(filters, Array) else [filters]
        if not filters or str(filters[-1]) not in PLAIN:
            return
        raw = found.read_raw_bytes()
        settings = found.get("/DecodeParms")
        settings = list(settings) if isinstance(settings, Array) else [settings]
        if filters[:-1]:
            outer = Stream(self.pdf, raw, Filter=Array(filters[:-1]))
            raw = outer.read_bytes()
        plain = PLAIN[str(filters[-1])](raw)
        if plain != raw or filters[:-1]:
            self.talking_pictures += plain != raw
            found.write(plain, filter=filters[-1], decode_parms=settings[-1])
