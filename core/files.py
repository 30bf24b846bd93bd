"""Private files: kept under random names outside any web root, and given out by the application alone (R16).

A file is on the disk before its row is committed, so no row lacks its file. A file whose row never came,
or has gone, is swept a day later.
"""

import hashlib
import os
import secrets
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from flask import Response, current_app
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import clock
from core.db import Base, reading
from core.errors import Refusal
from core.invariants import invariant
from core.uploads import EXTENSIONS, Upload

KEPT_WITHOUT_ROW = timedelta(days=1)
NAME_LENGTH = 200
AT_ONCE = 500


class NoRoom(Refusal):
    status = 503


class StoredFile(Base):
    """A file that somebody sent. ``name`` is what they called it, ``kind`` what its bytes are."""

    __tablename__ = "stored_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    bytes: Mapped[int]
    sha256: Mapped[str]
    stored_at: Mapped[datetime]
    purpose: Mapped[str]


class FileStore:
    """The folder of a FILES_URL such as file:///srv/plenary/files, made when first needed."""

    def __init__(self, url: str) -> None:
        self.folder = Path(unquote(urlsplit(url).path))

    def path(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def write(self, content: bytes) -> str:
        """Keep ``content`` and return its key, once it is safe on the disk. Raises NoRoom, and then nothing is kept."""
        key = secrets.token_hex(16)
        self.write_as(key, content)
        return key

    def write_as(self, key: str, content: bytes) -> None:
        """The same under a known key, as a backup brings it back."""
        path = self.path(key)
        unfinished = path.with_suffix(f".{secrets.token_hex(4)}")
        try:
            for folder in (self.folder, path.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.rename(path)
            finally:
                unfinished.unlink(missing_ok=True)
            for folder in (path.parent, self.folder):
                _sync(folder)
        except OSError as error:
            raise NoRoom("The file could not be kept just now. Nothing was changed; try again later.") from error

    def all(self) -> Iterator[Path]:
        """Every file, finished or not."""
        yield from (path for path in self.folder.glob("??/*") if path.is_file())


def store() -> FileStore:
    """Where this application keeps its files."""
    return FileStore(current_app.config["FILES_URL"])


def add(session: Session, *, key: str, upload: Upload, purpose: str, now: datetime) -> StoredFile:
    """The row of a file that was written as ``key`` before this transaction began."""
    # Some characters cannot be stored at all: PostgreSQL takes no NUL and UTF-8 no half of a pair.
    name = upload.name.replace("\0", "").encode(errors="ignore").decode()[:NAME_LENGTH]
    stored = StoredFile(
        key=key,
        name=name,
        kind=upload.kind,
        bytes=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        stored_at=now,
        purpose=purpose,
    )
    session.add(stored)
    return stored


def let_go(session: Session, stored: StoredFile) -> None:
    """The row goes now, its file a day later: a backup that is being taken may still want it."""
    path = store().path(stored.key)
    if path.exists():
        os.utime(path)
    session.delete(stored)


def answer_with(stored: StoredFile) -> Response:
    """The file, to be saved and never shown: no browser may guess at it, run it or keep it."""
    # Read whole, since it is small: one that is missing must fail before the answer has begun.
    response = Response(store().path(stored.key).read_bytes(), content_type=stored.kind)
    # Encoded whatever the letters, so that no name can end the header or begin another (RFC 6266).
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(saved_as(stored), safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def saved_as(stored: StoredFile) -> str:
    """The name as given without folders or invisible characters, ending as its kind does."""
    last = stored.name.replace("\\", "/").rpartition("/")[2]
    # C: what has no shape of its own, such as a line break or a turn of the writing direction.
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C" and letter not in '<>:"|?*')
    stem = shown.rpartition(".")[0] or shown
    return f"{stem.strip(' .') or 'file'}{EXTENSIONS[stored.kind]}"


def sweep() -> bool:
    """Remove the files that have had no row for a day; false, since there is never more to do at once."""
    kept = store()
    with reading() as session:
        before = (clock.now() - KEPT_WITHOUT_ROW).timestamp()
        old = [path for path in kept.all() if _changed_at(path) < before]
        for some in (old[first : first + AT_ONCE] for first in range(0, len(old), AT_ONCE)):
            wanted = select(StoredFile.key).where(StoredFile.key.in_([path.name for path in some]))
            known = set(session.scalars(wanted))
            for path in some:
                if path.name not in known:
                    path.unlink(missing_ok=True)
    return False


@invariant("I12", "Each stored file's row has its file, of the size that it says.")
def rows_without_files(session: Session) -> list[dict]:
    """The rows at fault, with the size that was found instead."""
    kept, at_fault = store(), []
    for id_, key, size in session.execute(select(StoredFile.id, StoredFile.key, StoredFile.bytes)):
        path = kept.path(key)
        found = path.stat().st_size if path.is_file() else None
        if found != size:
            at_fault.append({"stored_file": id_, "bytes": size, "found": found})
    return at_fault


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # finished, or swept by another worker, while we looked
        return float("inf")


def _sync(folder: Path) -> None:
    # The name of a new file is safe only once its folder is.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
