"""What a page is drawn with, by its names in ISO 32000. Whatever has no name here leaves a PDF that is cleaned."""


def names(words: str) -> frozenset[str]:
    return frozenset(f"/{word}" for word in words.split())


STREAM = names("Type Subtype Length Filter DecodeParms")
CATALOG = names("Type Pages Lang MarkInfo StructTreeRoot OCProperties")
PAGES = names("Type Parent Kids Count Resources MediaBox CropBox Rotate")
PAGE = names(
    "Type Parent Resources MediaBox CropBox BleedBox TrimBox ArtBox Contents Rotate Group UserUnit StructParents Tabs"
)
FORM = STREAM | names("FormType BBox Matrix Resources Group StructParent StructParents OC")
IMAGE = STREAM | names(
    "Width Height ColorSpace BitsPerComponent Intent ImageMask Mask Decode Interpolate SMask SMaskInData Matte "
    "StructParent OC"
)
LAYER = names("Type Name Intent")
# Dictionaries whose keys are names that somebody chose.
CHOSEN = names("Font XObject ExtGState ColorSpace Pattern Shading Properties CharProcs Colorants")
# Everything else a page leads to: fonts, colours, patterns, shades, functions, layers, and the tags that a screen
# reader follows.
OTHERS = (
    STREAM
    | names("Resources ProcSet")
    | CHOSEN
    | names("BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode DescendantFonts CIDSystemInfo DW W")
    | names("DW2 W2 CIDToGIDMap FontBBox FontMatrix BaseEncoding Differences CMapName WMode UseCMap Registry Ordering")
    | names("Supplement FontName FontFamily FontStretch FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight")
    | names("XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3 CharSet CIDSet Style FD")
    | names("Panose Length1 Length2 Length3 WhitePoint BlackPoint Gamma Matrix Range N")
    | names("FunctionType Domain Size BitsPerSample Order Encode Decode C0 C1 Functions Bounds")
    | names("ShadingType Background BBox AntiAlias Function Coords Extend BitsPerCoordinate BitsPerComponent")
    | names("BitsPerFlag VerticesPerRow PatternType PaintType TilingType XStep YStep")
    | names("LW LC LJ ML D RI OP op OPM FL SM SA BM SMask CA ca AIS TK S CS I K G BC TR2")
    | names("Predictor Colors Columns EarlyChange EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1")
    | names("DamagedRowsBeforeError ColorTransform JBIG2Globals")
    | names("OCGs P VE OCs BaseState ON OFF Intent Name")
    | names("ParentTree ParentTreeNextKey Nums Kids Limits Marked Pg MCID Stm A R Lang Alt ActualText E")
    | names("O RowSpan ColSpan Scope ListNumbering Placement Width Height")
)
# What a tag may be called; others are styles that somebody named.
TAGS = names(
    "Document DocumentFragment Part Art Sect Div Aside BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 "
    "H2 H3 H4 H5 H6 Title FENote L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference "
    "BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form Artifact Sub Em Strong OC"
)
INKS = names("All None Black Cyan Magenta Yellow Red Green Blue Gray")
# The few words that belong to a page or say how to read it aloud; every other string goes with its key.
WORDS = names("Lang Alt ActualText E Registry Ordering CharSet Panose FontFamily")
READ_ALOUD = names("Alt ActualText E")
