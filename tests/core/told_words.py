"""Word documents that tell of their author, each in one place, with the markup that Word itself writes."""

import io

from PIL import Image

from tests.core import nasty

WHO = "Rowan Exampleby"
LINE = "Rounds at seven made the ward calmer."
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
    f"xmlns:r='{OFFICE}' "
    "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' "
    "xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' "
    "xmlns:pic='http://schemas.openxmlformats.org/drawingml/2006/picture' "
    "xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' "
    "xmlns:v='urn:schemas-microsoft-com:vml' xmlns:o='urn:schemas-microsoft-com:office:office' "
    "xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml' "
    "xmlns:w15='http://schemas.microsoft.com/office/word/2012/wordml' "
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
)
BY = f"w:id='1' w:author='{WHO}' w:date='2026-11-01T09:00:00Z'"
PARTS = {  # by the last word of the link to each: its name and its content type
    "styles": ("word/styles.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"),
    "settings": ("word/settings.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"),
    "comments": ("word/comments.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"),
    "footnotes": ("word/footnotes.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"),
    "header": ("word/header1.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"),
    "theme": ("word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "chart": ("word/charts/chart1.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"),
    "people": ("word/people.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml"),
    "commentsExtended": ("word/commentsExtended.xml", "application/vnd.ms-word.commentsExtended+xml"),
    "customXml": ("customXml/item1.xml", "application/xml"),
    "package": ("word/embeddings/sheet.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "image": ("word/media/exampleby.png", "image/png"),
}


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def a_docx(
    body: str = "", *, parts: dict | None = None, outside: dict | None = None, root: dict | None = None
) -> bytes:
    """A document with LINE and ``body``; ``parts`` by kind, ``outside`` links by kind, ``root`` parts by name."""
    parts, outside, root = parts or {}, outside or {}, root or {}
    links = {kind: (f"rId{number}", PARTS[kind][0]) for number, kind in enumerate(parts, 10)}
    inside = "".join(_link(id_, kind, f"/{name}") for kind, (id_, name) in links.items())
    inside += "".join(_link(id_, kind, to, "External") for kind, (id_, to) in outside.items())
    first = _link("rId1", "officeDocument", "word/document.xml")
    first += "".join(_link(f"rId{n}", kind, name) for n, (name, (kind, _)) in enumerate(root.items(), 2))
    types = f'<Override PartName="/word/document.xml" ContentType="{nasty.MAIN}"/>'
    types += "".join(f'<Override PartName="/{PARTS[kind][0]}" ContentType="{PARTS[kind][1]}"/>' for kind in parts)
    document = f"<w:document {SPACES}><w:body>{paragraph(LINE)}{body}</w:body></w:document>"
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
        f'Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _links(first),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _links(inside),
    }
    files |= {PARTS[kind][0]: content for kind, content in parts.items()}
    files |= {name: content for name, (_, content) in root.items()}
    return nasty.a_zip({name: each if isinstance(each, bytes) else each.encode() for name, each in files.items()})


def _link(id_: str, kind: str, to: str, mode: str = "Internal") -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
    space = space if kind in {"core-properties", "thumbnail"} else OFFICE
    return f'<Relationship Id="{id_}" Type="{space}/{kind}" Target="{to}" TargetMode="{mode}"/>'


def _links(inside: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def _settings(inside: str, **outside) -> bytes:
    return a_docx(parts={"settings": f"<w:settings {SPACES}>{inside}</w:settings>"}, outside=outside)


def _run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def shown(picture: str, *, name: str = "Picture 1", described: str = "", inside: str = "") -> str:
    """A picture as Word places it, by its link."""
    return (
        f"<w:p><w:r><w:drawing><wp:inline><wp:extent cx='9525' cy='9525'/><wp:docPr id='1' name='{name}' "
        f"descr='{described}'>{inside}</wp:docPr><a:graphic><a:graphicData uri='http://schemas.openxmlformats.org/"
        f"drawingml/2006/picture'><pic:pic><pic:nvPicPr><pic:cNvPr id='0' name='{name}'/><pic:cNvPicPr/></pic:nvPicPr>"
        f"<pic:blipFill><a:blip {picture}/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def a_bitmap_of(words: str) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (4, 4)).save(drawn, "BMP")
    return drawn.getvalue() + words.encode()


def a_picture_by() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = WHO
    return nasty.a_picture("JPEG", exif=exif, comment=b"Northmere")


KEPT = _run("kept")
CORE = (
    "<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/core-properties' "
    f"xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator>{WHO}</dc:creator></cp:coreProperties>"
)
APP = (
    "<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/extended-properties'>"
    "<Company>Northmere Trust</Company><Manager>Exampleby</Manager><Template>Northmere.dotx</Template></Properties>"
)
FIELD = (
    "<w:p><w:r><w:fldChar w:fldCharType='begin'><w:fldData>RXhhbXBsZWJ5</w:fldData></w:fldChar></w:r>"
    "<w:r><w:instrText>{}</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    "<w:r><w:t>kept</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
)
CHANGED = f"<w:p><w:pPr><w:pPrChange {BY}><w:pPr/></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange {BY}><w:rPr/>"
CHANGED += "</w:rPrChange></w:rPr><w:t>kept</w:t></w:r></w:p>"
ROW = (
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:trPr><w:{0}/></w:trPr><w:tc><w:tcPr><w:{1}/></w:tcPr>"
)
ROW += "<w:p><w:r><w:t>{2}</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"
PNG = nasty.a_picture()
CHART = (
    f"<c:chartSpace {SPACES}><c:chart><c:plotArea><c:barChart><c:ser><c:cat><c:strRef><c:f>[Northmere.xlsx]A!$A$1</c:f>"
    "<c:strCache><c:pt idx='0'><c:v>Ward 7</c:v></c:pt></c:strCache></c:strRef></c:cat></c:ser></c:barChart>"
    "</c:plotArea></c:chart><c:externalData r:id='rId99'/></c:chartSpace>"
)
CHART_SHOWN = (
    "<w:p><w:r><w:drawing><wp:inline><wp:extent cx='1' cy='1'/><wp:docPr id='1' name='x'/><a:graphic><a:graphicData "
    "uri='http://schemas.openxmlformats.org/drawingml/2006/chart'><c:chart r:id='rId10'/></a:graphicData></a:graphic>"
    "</wp:inline></w:drawing></w:r></w:p>"
)
MARKED = f"<w:pPr><w:rPr><w:ins {BY}/></w:rPr></w:pPr>"
SECTION = f"<w:sectPr><w:sectPrChange {BY}><w:sectPr/></w:sectPrChange></w:sectPr>"
COMMENTS = f"<w:comments {SPACES}><w:comment {BY} w:initials='RE'>{paragraph('Northmere?')}</w:comment></w:comments>"
COMMENTED = f"<w:p><w:commentRangeStart w:id='1'/>{KEPT}<w:commentRangeEnd w:id='1'/>"
COMMENTED += "<w:r><w:commentReference w:id='1'/></w:r></w:p>"
GONE = f"<w:r><w:delText>{WHO}</w:delText></w:r>"
HEADER = f"<w:hdr {SPACES}><w:p><w:del {BY}>{GONE}</w:del>{KEPT}</w:p></w:hdr>"
HEADED = "<w:sectPr><w:headerReference w:type='default' r:id='rId10'/></w:sectPr>"
NOTE = f"<w:footnote w:id='2'><w:p><w:ins {BY}>{KEPT}</w:ins></w:p></w:footnote>"
NOTE = f"<w:footnotes {SPACES}>{NOTE}</w:footnotes>"
NOTED = "<w:p><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
STYLES = f"<w:styles {SPACES}><w:style w:type='paragraph' w:customStyle='1' w:styleId='NorthmereBody'>"
STYLES += "<w:name w:val='Northmere Body'/><w:rsid w:val='00Exampleby'/></w:style></w:styles>"
STYLED = "<w:p><w:pPr><w:pStyle w:val='NorthmereBody'/></w:pPr><w:r><w:t>kept</w:t></w:r></w:p>"
OLD_PICTURE = (
    "<w:p><w:r><w:pict><v:shape alt='C:\\Users\\exampleby\\w.png' href='http://northmere.example'><v:imagedata "
)
OLD_PICTURE += "r:id='rId10' o:title='Northmere ward'/></v:shape></w:pict></w:r></w:p>"
OBJECT = "<w:p><w:r><w:object><v:shape><v:imagedata r:id='rId10'/></v:shape><o:OLEObject Type='Embed' r:id='rId11'/>"
OBJECT += "</w:object></w:r></w:p>"
LINKED = "<w:p><w:hyperlink r:id='rId9' w:tooltip='Northmere'>" + KEPT + "</w:hyperlink></w:p>"

PLACES = {
    "the document's properties": a_docx(root={"docProps/core.xml": ("core-properties", CORE)}),
    "the organisation's properties": a_docx(root={"docProps/app.xml": ("extended-properties", APP)}),
    "properties of its own": a_docx(root={"docProps/custom.xml": ("custom-properties", f"<x>{WHO}</x>")}),
    "a thumbnail": a_docx(root={"docProps/thumbnail.jpeg": ("thumbnail", WHO)}),
    "a part that nothing leads to": nasty.added(a_docx(), "word/exampleby.xml", b"<x/>"),
    "comments": a_docx(COMMENTED, parts={"comments": COMMENTS}),
    "people who commented": a_docx(
        parts={"people": f"<w15:people {SPACES}><w15:person w15:author='{WHO}'/></w15:people>"}
    ),
    "answers to comments": a_docx(parts={"commentsExtended": f"<w15:x {SPACES}>{WHO}</w15:x>"}),
    "words put in": a_docx(f"<w:p><w:ins {BY}>{KEPT}</w:ins></w:p>"),
    "words taken out": a_docx(f"<w:p><w:del w:id='1'>{GONE}</w:del>{KEPT}</w:p>"),
    "words moved away": a_docx(f"<w:p><w:moveFrom {BY}>{_run(WHO)}</w:moveFrom>{KEPT}</w:p>"),
    "words moved here": a_docx(f"<w:p><w:moveTo {BY}>{KEPT}</w:moveTo></w:p>"),
    "a paragraph put in": a_docx(f"<w:p>{MARKED}{KEPT}</w:p>"),
    "changed looks": a_docx(CHANGED),
    "a changed section": a_docx(SECTION),
    "a row taken out": a_docx(ROW.format("del", "vMerge", WHO)),
    "a cell taken out": a_docx(ROW.format("cantSplit", "cellDel", WHO)),
    "a changed table": a_docx(f"<w:tbl><w:tblPr><w:tblPrChange {BY}/></w:tblPr></w:tbl>"),
    "a changed header": a_docx(HEADED, parts={"header": HEADER}),
    "a changed footnote": a_docx(NOTED, parts={"footnotes": NOTE}),
    "marks of who saved when": a_docx(f"<w:p w:rsidR='Exampleby' w14:paraId='Northmere'>{KEPT}</w:p>"),
    "who may edit": a_docx(f"<w:p><w:permStart w:id='1' w:ed='exampleby@northmere.example'/>{KEPT}</w:p>"),
    "a bookmark": a_docx(f"<w:p><w:bookmarkStart w:id='1' w:name='Exampleby'/>{KEPT}</w:p>"),
    "a content control": a_docx(
        f"<w:sdt><w:sdtPr><w:alias w:val='{WHO}'/></w:sdtPr><w:sdtContent><w:p>{KEPT}</w:p></w:sdtContent></w:sdt>"
    ),
    "a smart tag": a_docx(f"<w:p><w:smartTag w:uri='northmere' w:element='x'>{KEPT}</w:smartTag></w:p>"),
    "a field's instruction": a_docx(FIELD.format('HYPERLINK "mailto:rowan@northmere.example"')),
    "a reference manager's field": a_docx(FIELD.format("ADDIN ZOTERO_ITEM {{Exampleby}}")),
    "a simple field": a_docx(f"<w:p><w:fldSimple w:instr=' FILENAME exampleby.docx '>{KEPT}</w:fldSimple></w:p>"),
    "a link to a mailbox": a_docx(LINKED, outside={"hyperlink": ("rId9", "mailto:exampleby@northmere.example")}),
    "a link to a file": a_docx(LINKED, outside={"hyperlink": ("rId9", "file:///C:/Users/exampleby/a.docx")}),
    "a picture elsewhere": a_docx(
        shown("r:link='rId9'"), outside={"image": ("rId9", "http://northmere.example/x.png")}
    ),
    "data behind the document": a_docx(parts={"customXml": f"<x>{WHO}</x>"}),
    "an embedded workbook": a_docx(OBJECT, parts={"image": PNG, "package": WHO.encode()}),
    "a picture's author": a_docx(shown("r:embed='rId10'"), parts={"image": a_picture_by()}),
    "behind a picture": a_docx(shown("r:embed='rId10'"), parts={"image": PNG + WHO.encode()}),
    "behind a bitmap": a_docx(shown("r:embed='rId10'"), parts={"image": a_bitmap_of(WHO)}),
    "a picture's file name": a_docx(shown("r:embed='rId10'"), parts={"image": PNG}),
    "a picture's name": a_docx(shown("r:embed='rId10'", name="Exampleby.jpg"), parts={"image": PNG}),
    "a picture's path read aloud": a_docx(
        shown("r:embed='rId10'", described="C:\\Users\\exampleby\\w.png"), parts={"image": PNG}
    ),
    "a picture's link": a_docx(
        shown("r:embed='rId10'", inside="<a:hlinkClick r:id='rId9' tooltip='Northmere'/>"),
        parts={"image": PNG},
        outside={"hyperlink": ("rId9", "http://northmere.example")},
    ),
    "a picture in the old manner": a_docx(OLD_PICTURE, parts={"image": PNG}),
    "a chart's workbook": a_docx(CHART_SHOWN, parts={"chart": CHART}),
    "a style": a_docx(STYLED, parts={"styles": STYLES}),
    "a theme": a_docx(
        parts={"theme": f"<a:theme {SPACES} name='Northmere 2026'><a:clrScheme name='Northmere'/></a:theme>"}
    ),
    "the template's place": _settings(
        "<w:attachedTemplate r:id='rId9'/>", attachedTemplate=("rId9", "file:///C:/Users/exampleby/n.dotx")
    ),
    "saved sessions": _settings("<w:rsids><w:rsid w:val='00Exampleby'/></w:rsids>"),
    "variables": _settings("<w:docVars><w:docVar w:name='x' w:val='Northmere'/></w:docVars>"),
    "a letter's addresses": _settings(
        "<w:mailMerge><w:dataSource r:id='rId9'/></w:mailMerge>", mailMergeSource=("rId9", "file:///exampleby.xlsx")
    ),
    "a program's own markup": a_docx(
        f"<w:p xmlns:x='http://northmere.example/x'><x:by who='{WHO}'/><x:wrap>{KEPT}</x:wrap></w:p>"
    ),
    "a program's own attribute": a_docx(f"<w:p xmlns:x='http://northmere.example/x' x:by='{WHO}'>{KEPT}</w:p>"),
    "a remark in the markup": a_docx("<!-- Northmere -->"),
    "an instruction in the markup": a_docx("<?northmere exampleby?>"),
}
