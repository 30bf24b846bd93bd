"""Lists of people as files bring them."""

from flask import current_app

from core.uploads import XLSX, take_in


def list_in(content: bytes, *, name: str) -> str:
    """The rows of a file as lines of text with tabs between the cells. Takes seconds. Raises an Unfit."""
    if not content.startswith(b"PK"):
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", errors="replace")  # as spreadsheet programs still save them
    return take_in(content, name=name, kinds=(XLSX,), limits=current_app.config["LIMITS"]).content.decode()
