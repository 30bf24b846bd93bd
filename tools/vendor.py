"""Copies the pinned browser libraries and printing fonts out of node_modules, each named after its content.

``make vendor`` runs it after ``npm ci --ignore-scripts``. What it writes is committed, so that nobody needs
node to run or to test the program, and so that a changed library shows in a diff.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOR_VISITORS = ROOT / "static" / "vendor"
FOR_PRINT = ROOT / "core" / "fonts"
FOR_TESTS = ROOT / "tests" / "vendor"


@dataclass(frozen=True)
class Copy:
    """One file of a package, what we call it, and the licences that travel with it."""

    package: str
    source: str
    name: str
    destination: Path
    licences: tuple[str, ...]


def _google(package: str, style: str, name: str) -> Copy:
    """A font as Google gives it out, in one weight; the licence is the font's, since nothing else is taken."""
    family = {"newsreader": "Newsreader", "source-sans-3": "SourceSans3"}[package]
    source = f"{style}/{family}_{style}.ttf"
    return Copy(f"@expo-google-fonts/{package}", source, name, FOR_PRINT, ("LICENSE_FONT",))


COPIES = (
    Copy("htmx.org", "dist/htmx.min.js", "htmx.js", FOR_VISITORS, ("LICENSE",)),
    # The reader alone: the full build also writes codes and weighs twice as much.
    Copy("zxing-wasm", "dist/iife/reader/index.js", "zxing_reader.js", FOR_VISITORS, ("LICENSE",)),
    Copy(
        "zxing-wasm",
        "dist/reader/zxing_reader.wasm",
        "zxing_reader.wasm",
        FOR_VISITORS,
        ("LICENSE", "tools/licences/zxing-cpp.txt"),  # the package leaves out the licence of what it compiles
    ),
    # In print: the house's own face, one without serifs for what is small or far away, and one with nearly all letters.
    _google("newsreader", "400Regular", "newsreader.ttf"),
    _google("newsreader", "400Regular_Italic", "newsreader_italic.ttf"),
    _google("newsreader", "600SemiBold", "newsreader_bold.ttf"),
    _google("source-sans-3", "400Regular", "source_sans.ttf"),
    _google("source-sans-3", "600SemiBold", "source_sans_bold.ttf"),
    Copy("dejavu-fonts-ttf", "ttf/DejaVuSans.ttf", "dejavu_sans.ttf", FOR_PRINT, ("LICENSE",)),
    Copy("axe-core", "axe.min.js", "axe.js", FOR_TESTS, ("LICENSE", "LICENSE-3RD-PARTY.txt")),
)


def main() -> None:
    """Replace the folders of what others made by what package-lock.json asks for."""
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for destination in (FOR_VISITORS, FOR_PRINT, FOR_TESTS):
        destination.mkdir(parents=True, exist_ok=True)
        for old in destination.iterdir():
            old.unlink()
        manifest = {
            each.name: _put_in_place(each, locked[f"node_modules/{each.package}"])
            for each in COPIES
            if each.destination == destination
        }
        (destination / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def _put_in_place(copy: Copy, locked: dict) -> dict:
    """Write the file and its licences; returns its line of the manifest."""
    package = ROOT / "node_modules" / copy.package
    content = (package / copy.source).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    stem, suffix = copy.name.rsplit(".", 1)
    file = f"{stem}.{digest[:10]}.{suffix}"
    (copy.destination / file).write_bytes(content)
    licences = []
    for licence in copy.licences:
        source = ROOT / licence if "/" in licence else package / licence
        named = source.name if "/" in licence else f"{copy.package.rpartition('/')[2]}.{licence}"
        named = f"{named.removesuffix('.txt')}.txt"
        (copy.destination / named).write_bytes(source.read_bytes())
        licences.append(named)
    return {
        "file": file,
        "package": copy.package,
        "version": locked["version"],
        "licence": locked["license"],
        "licence_files": licences,
        "sha256": digest,
        "integrity": locked["integrity"],
    }


if __name__ == "__main__":
    main()
