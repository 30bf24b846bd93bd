"""Static files under names that hold their own hash, so that a browser may keep them for a year."""

import hashlib
import re
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).parent.parent / "static"
PREFIX = "/static/"
HASH_LENGTH = 10
# Vendored files and fonts carry a version in their own names.
_IMMUTABLE = re.compile(r"\.[0-9a-f]{10}[./]|\.woff2$")
# Scripts that import each other by their plain names, and so have one hash together, in the name of their folder.
_TOGETHER = re.compile(r"^(door)/(.+\.js)$")


class Assets:
    """Knows the address of each file in static/, and serves it, compressed where that was done ahead."""

    def __init__(self, folder: Path = STATIC) -> None:
        self.addresses: dict[str, str] = {}
        self._files: dict[str, Path] = {}
        files = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix not in {".br", ".gz"}
        }
        for name, path in files.items():
            if together := _TOGETHER.match(name):
                among = [each for other, each in files.items() if other.startswith(f"{together[1]}/")]
                address = f"{together[1]}.{_digest(*among)}/{together[2]}"
            else:
                address = name if _IMMUTABLE.search(name) else _hashed(name, path)
            self.addresses[name] = PREFIX + address
            self._files[PREFIX + address] = path

    def __call__(self, name: str) -> str:
        """The address of ``name``, such as site.css. A name that is not there raises KeyError."""
        return self.addresses[name]

    def vendored(self, stem: str, suffix: str = ".js") -> str:
        """The address of the vendored script ``stem``, or of its other part, whose file name holds its hash."""
        named = re.compile(rf"vendor/{re.escape(stem)}\.[0-9a-f]{{10}}{re.escape(suffix)}")
        return next(address for name, address in self.addresses.items() if named.fullmatch(name))

    def serve_before(self, wsgi_app) -> WhiteNoise:
        """``wsgi_app`` with the files in front of it; Flask never sees a request for one."""
        server = WhiteNoise(
            wsgi_app,
            immutable_file_test=lambda _path, url: bool(_IMMUTABLE.search(url)),
            max_age=3600,
        )
        for address, path in self._files.items():
            server.add_file_to_dictionary(address, str(path))
        return server


def init_app(app: Flask) -> None:
    """Put static files before Flask, and ``asset()`` into templates."""
    assets = Assets()
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = assets
    app.wsgi_app = assets.serve_before(app.wsgi_app)


def _hashed(name: str, path: Path) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{_digest(path)}.{suffix}"


def _digest(*paths: Path) -> str:
    """A short hash of what the files hold, in this order."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:HASH_LENGTH]
