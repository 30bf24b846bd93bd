"""The parts of a Word document that are taken into a clean one, and the names they get there.

A part that nothing here names is left behind: properties, comments, people, embedded files, templates, custom data.
"""

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2007/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DRAWING = "application/vnd.openxmlformats-officedocument.drawingml"
# By the last word of their relationship: the part's name (numbered if there may be several), and its content type.
PARTS = {
    "officeDocument": ("word/document.xml", f"{WORD}.document.main+xml"),
    "styles": ("word/styles.xml", f"{WORD}.styles+xml"),
    "numbering": ("word/numbering.xml", f"{WORD}.numbering+xml"),
    "settings": ("word/settings.xml", f"{WORD}.settings+xml"),
    "fontTable": ("word/fontTable.xml", f"{WORD}.fontTable+xml"),
    "theme": ("word/theme/theme{}.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "footnotes": ("word/footnotes.xml", f"{WORD}.footnotes+xml"),
    "endnotes": ("word/endnotes.xml", f"{WORD}.endnotes+xml"),
    "header": ("word/header{}.xml", f"{WORD}.header+xml"),
    "footer": ("word/footer{}.xml", f"{WORD}.footer+xml"),
    "chart": ("word/charts/chart{}.xml", f"{DRAWING}.chart+xml"),
    "diagramData": ("word/diagrams/data{}.xml", f"{DRAWING}.diagramData+xml"),
    "diagramLayout": ("word/diagrams/layout{}.xml", f"{DRAWING}.diagramLayout+xml"),
    "diagramQuickStyle": ("word/diagrams/quickStyle{}.xml", f"{DRAWING}.diagramStyle+xml"),
    "diagramColors": ("word/diagrams/colors{}.xml", f"{DRAWING}.diagramColors+xml"),
    "diagramDrawing": ("word/diagrams/drawing{}.xml", "application/vnd.ms-office.drawingml.diagramDrawing+xml"),
    "image": ("word/media/image{}", ""),
}
# What else it may hold, in the author's words; the rest goes without a word.
LEFT_BEHIND = {
    "comments": "comments",
    "people": "names of those who commented",
    "extended-properties": "organisation, manager and program in the document's properties",
    "custom-properties": "the document's own properties",
    "thumbnail": "thumbnail",
    "customXml": "data stored behind the document",
    "attachedTemplate": "where the template is kept",
    "glossaryDocument": "building blocks",
    "mailMergeSource": "where the letter's addresses are kept",
    "mailMergeHeaderSource": "where the letter's addresses are kept",
    "oleObject": "embedded files",
    "package": "embedded files",
    "aFChunk": "embedded files",
    "subDocument": "embedded files",
    "control": "embedded programs",
    "webextensiontaskpanes": "embedded programs",
}
# Settings that change how its pages look; who may edit it and where its data came from do not.
SETTINGS = {
    "autoHyphenation", "bookFoldPrinting", "bordersDoNotSurroundFooter", "bordersDoNotSurroundHeader",
    "characterSpacingControl", "clrSchemeMapping", "compat", "consecutiveHyphenLimit", "decimalSymbol",
    "defaultTabStop", "displayBackgroundShape", "doNotHyphenateCaps", "endnotePr", "evenAndOddHeaders", "footnotePr",
    "gutterAtTop", "hyphenationZone", "listSeparator", "mathPr", "mirrorMargins", "noLineBreaksAfter",
    "noLineBreaksBefore", "themeFontLang",
}  # fmt: skip
