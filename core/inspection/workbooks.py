"""A workbook's first sheet, as lines."""

import io

import openpyxl
from answers import Found, Refused
from office_reading import XLSX, check_parts

ROWS, COLUMNS = 2000, 20


def read(content: bytes, wanted: dict) -> Found:
    """The first sheet's rows as lines, with a tab between cells; a formula is what it last came to. Raises Refused."""
    check_parts(content, wanted, XLSX)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    rows = sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS, values_only=True)
    lines = ["\t".join("" if cell is None else " ".join(str(cell).split()) for cell in row) for row in rows]
    if len(lines) > ROWS:
        raise Refused("TooManyPages", f"That workbook has more than {ROWS:,} rows. Send a shorter one.")
    return Found("\n".join(line.rstrip() for line in lines).encode())
