"""PDFs that tell of their author, each in one place."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageCms

WHO = "Rowan Exampleby"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><creator>{WHO}</creator></x:xmpmeta>".encode()
DRAWN = b"BT /F1 12 Tf 72 720 Td (Rounds at seven made the ward calmer.) Tj ET\n"


def a_pdf(place=None, *, pages: int = 2) -> bytes:
    """A PDF with a line of text on each page, after ``place`` has written its name somewhere in it."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = Dictionary(Font=Dictionary(F1=font), XObject=Dictionary())
        page.Contents = pdf.make_stream(DRAWN)
    if place:
        place(pdf, pdf.pages[0])
    written = io.BytesIO()
    pdf.save(written, fix_metadata_version=False)
    return written.getvalue()


def info(pdf, page):
    pdf.docinfo["/Author"] = WHO


def info_in_another_script(pdf, page):
    pdf.docinfo["/Author"] = String(f"{WHO} \N{CYRILLIC SMALL LETTER YA}")


def info_of_its_own(pdf, page):
    pdf.docinfo["/NorthmereDesk"] = String("7")


def xmp(pdf, page):
    pdf.Root.Metadata = pdf.make_stream(XMP, Type=Name.Metadata, Subtype=Name.XML)


def xmp_of_a_page(pdf, page):
    page.Metadata = pdf.make_stream(XMP, Type=Name.Metadata, Subtype=Name.XML)


def xmp_of_a_font(pdf, page):
    page.Resources.Font.F1.Metadata = pdf.make_stream(XMP, Type=Name.Metadata, Subtype=Name.XML)


def _picture(pdf, page, content: bytes, filter_=Name.DCTDecode, **more):
    image = Stream(pdf, content, Type=Name.XObject, Subtype=Name.Image, Width=40, Height=30, ColorSpace=Name.DeviceRGB)
    image.BitsPerComponent = 8
    image.Filter = filter_
    for key, value in more.items():
        image[f"/{key}"] = value
    page.Resources.XObject.Im1 = image
    page.Contents = pdf.make_stream(DRAWN + b"q 40 0 0 30 9 9 cm /Im1 Do Q")
    return image


def a_jpeg(**options) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "JPEG", **options)
    return drawn.getvalue()


def xmp_of_a_picture(pdf, page):
    _picture(pdf, page, a_jpeg(), Metadata=pdf.make_stream(XMP, Type=Name.Metadata, Subtype=Name.XML))


def exif_of_a_picture(pdf, page):
    exif = Image.Exif()
    exif[0x013B] = WHO
    exif.get_ifd(0x8825)[1] = "N"
    _picture(pdf, page, a_jpeg(exif=exif))


def remark_in_a_picture(pdf, page):
    _picture(pdf, page, a_jpeg(comment=WHO.encode()))


def behind_a_picture(pdf, page):
    _picture(pdf, page, a_jpeg() + XMP)


def thumbnail_in_a_picture(pdf, page):
    jpeg = a_jpeg()
    words = jpeg[6:18] + b"\x03\x03" + (WHO.encode() * 2)[:27]
    _picture(pdf, page, jpeg[:4] + (len(words) + 2).to_bytes(2) + words + jpeg[20:])


def exif_of_a_packed_picture(pdf, page):
    import zlib

    packed = zlib.compress(a_jpeg(comment=WHO.encode()))
    _picture(pdf, page, packed, Array([Name.FlateDecode, Name.DCTDecode]))


def words_of_a_jpeg_2000(pdf, page):
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "JPEG2000", comment=WHO.encode())
    _picture(pdf, page, drawn.getvalue() + (8 + len(XMP)).to_bytes(4) + b"xml " + XMP, Name.JPXDecode)


def colour_profile(pdf, page):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    named = profile.replace("sRGB built-in".encode("utf-16-be"), "Exampleby MBP".encode("utf-16-be"))
    image = _picture(pdf, page, a_jpeg())
    image.ColorSpace = Array([Name.ICCBased, pdf.make_stream(named, N=3)])


def _note(pdf, page, subtype: str, **more):
    note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=[9, 9, 90, 90], **more)
    page.Annots = Array([pdf.make_indirect(note)])


def comment(pdf, page):
    _note(pdf, page, "Text", T=WHO, Contents="Too long?")


def written_on_the_page(pdf, page):
    _note(pdf, page, "FreeText", Contents=f"Ask {WHO}", DA="/F1 9 Tf")


def highlight(pdf, page):
    _note(pdf, page, "Highlight", T=WHO, QuadPoints=[9, 9, 90, 9, 9, 90, 90, 90])


def stamp(pdf, page):
    drawn = pdf.make_stream(f"BT (Approved: {WHO}) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form)
    _note(pdf, page, "Stamp", AP=Dictionary(N=drawn))


def link(pdf, page):
    _note(pdf, page, "Link", A=Dictionary(S=Name.URI, URI="mailto:rowan@northmere.example"))


def link_that_the_tags_know(pdf, page):
    link(pdf, page)
    tag = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Link))
    tag.K = Array([Dictionary(Type=Name.OBJR, Obj=page.Annots[0])])
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=tag))


def name_of_a_field(pdf, page):
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=WHO, V="Seven", Rect=[9, 9, 200, 30])
    field.DA = "/F1 9 Tf"
    page.Annots = Array([pdf.make_indirect(field)])
    pdf.Root.AcroForm = Dictionary(Fields=page.Annots, DA="/F1 9 Tf", NeedAppearances=True)
    pdf.Root.AcroForm.DR = Dictionary(Font=page.Resources.Font)


def private_words_of_a_page(pdf, page):
    page.PieceInfo = Dictionary(Illustrator=Dictionary(LastModified="D:2026", Private=String(WHO)))


def private_words_of_a_drawing(pdf, page):
    drawing = pdf.make_stream(b"0 0 m 9 9 l S", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    drawing.PieceInfo = Dictionary(Private=String(WHO))
    page.Resources.XObject.Fm1 = drawing


def file_of_a_drawing(pdf, page):
    drawing = pdf.make_stream(b"0 0 m 9 9 l S", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    drawing["/PTEX.FileName"] = String("/home/exampleby/figure.pdf")
    page.Resources.XObject.Fm1 = drawing


def remark_in_a_drawing(pdf, page):
    page.Contents = pdf.make_stream(b"% drawn for Northmere\n" + DRAWN)


def mark_in_a_drawing(pdf, page):
    page.Contents = pdf.make_stream(b"/Artifact << /Owner (Northmere) >> BDC\n" + DRAWN + b"EMC")


def remark_in_a_pattern(pdf, page):
    pattern = pdf.make_stream(b"% Northmere\n0 0 9 9 re f", PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9])
    pattern.XStep = pattern.YStep = 9
    pattern.Resources = Dictionary()
    page.Resources.Pattern = Dictionary(P1=pattern)


def bookmark(pdf, page):
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("C:\\Users\\exampleby\\abstract.docx", 0))


def layer(pdf, page):
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Northmere logo")))
    pdf.Root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(Name=String(WHO), ON=[group]))
    page.Resources.Properties = Dictionary(MC0=group)
    page.Contents = pdf.make_stream(b"/OC /MC0 BDC\n" + DRAWN + b"EMC")


def _tag(pdf, **more):
    tag = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure, **more))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=tag))


def path_read_aloud(pdf, page):
    _tag(pdf, Alt=String("C:\\Users\\exampleby\\Pictures\\ward.png"))


def title_of_a_tag(pdf, page):
    _tag(pdf, T=String(WHO), ID=String("northmere-1"))


def style_of_a_tag(pdf, page):
    tag = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/Northmere#20Body")))
    roles = Dictionary({"/Northmere#20Body": Name.P})
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=tag, RoleMap=roles))
    tag.P = pdf.Root.StructTreeRoot = tree
    page.Contents = pdf.make_stream(b"/Northmere#20Body << /MCID 0 >> BDC\n" + DRAWN + b"EMC")


def ink(pdf, page):
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0], C1=[0, 0, 1], N=1)
    page.Resources.ColorSpace = Dictionary(
        Cs1=Array([Name.Separation, Name("/Northmere#20Blue"), Name.DeviceRGB, tint])
    )
    page.Contents = pdf.make_stream(b"/Cs1 cs 1 scn\n" + DRAWN)


def number_of_a_page(pdf, page):
    pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(P=String("Northmere "))])


def destination(pdf, page):
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=[String("exampleby"), Array([page.obj, Name.Fit])]))


def print_profile(pdf, page):
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, Info=String("Northmere print room"))
    pdf.Root.OutputIntents = Array([intent])


def base_address(pdf, page):
    pdf.Root.URI = Dictionary(Base=String("https://northmere.example/"))


def article(pdf, page):
    pdf.Root.Threads = Array([pdf.make_indirect(Dictionary(Type=Name.Thread, I=Dictionary(Author=String(WHO))))])


def thumbnail(pdf, page):
    page.Thumb = pdf.make_stream(WHO.encode(), Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8)


def words_of_its_own(pdf, page):
    page.Resources.Font.F1["/AAPL:Owner"] = String(WHO)
    page.Group = Dictionary(S=Name.Transparency, NorthmereKey=1)


def trailer(pdf, page):
    pdf.trailer["/Owner"] = String(WHO)


def identity(pdf, page):
    pdf.trailer.ID = Array([String("Exampleby-laptop"), String("Exampleby-laptop")])


PLACES = {
    place.__name__.replace("_", " "): place
    for place in list(globals().values())
    if getattr(place, "__module__", "") == __name__ and place.__code__.co_varnames[:2] == ("pdf", "page")
    and place.__code__.co_argcount == 2 and not place.__name__.startswith("_")
}  # fmt: skip
