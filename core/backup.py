"""`flask backup` and `flask restore`: database and files, with a manifest by which both are verified (R25)."""

import hashlib
import json
import shutil
from datetime import datetime
from pathlib import Path

import click
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext

from core import clock, db, invariants
from core.db import reading
from core.dumps import CannotDump, Dump, dump_for
from core.files import FileStore, NoRoom, store

MANIFEST = "manifest.json"
FORMAT = 1


class Unsound(click.ClickException):
    """The backup, or what was restored of it, is not what it should be."""


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_appcontext
def backup(folder: Path) -> None:
    """Copy database and files into FOLDER, which is made, and verify the copy."""
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} holds something already; name a new folder.")
    dump = _dump()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        taken_at = _now()
        facts = dump.take(folder / dump.file_name)
        files = _copy_files(store(), dump.kept_files(folder / dump.file_name), folder / "files")
        manifest = {
            "format": FORMAT,
            "kind": dump.kind,
            "taken_at": taken_at.isoformat(),
            "migration": facts.migration,
            "counts": facts.counts,
            "database": {"name": dump.file_name, "sha256": _sha256(folder / dump.file_name)},
            "files": files,
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        _verify(folder, manifest, dump)
    except (CannotDump, OSError) as error:
        raise click.ClickException(str(error)) from error
    rows = sum(facts.counts.values())
    click.echo(f"Kept {rows} rows of {len(facts.counts)} tables and {len(files)} files in {folder}, and verified them.")


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--over", is_flag=True, help="Replace a database that holds something.")
@with_appcontext
def restore(folder: Path, over: bool) -> None:
    """Bring back what `flask backup` kept in FOLDER, hold its waiting letters, and check the invariants."""
    manifest = _read_manifest(folder)
    dump = _dump()
    if manifest["kind"] != dump.kind:
        raise click.ClickException(f"This is a backup of {manifest['kind']}, and DATABASE_URL names {dump.kind}.")
    if manifest["migration"] not in _known_migrations():
        raise click.ClickException("This backup is newer than this program; restore it with the program that took it.")
    try:
        _verify(folder, manifest, dump)
        if not over and dump.holds_something():
            raise click.ClickException("The database holds something already; --over replaces it.")
        _bring_files_back(store(), folder / "files", manifest["files"])
        held = dump.restore(folder / manifest["database"]["name"])
        found = dump.facts()
    except (CannotDump, NoRoom, OSError) as error:
        raise click.ClickException(str(error)) from error
    if (found.migration, found.counts) != (manifest["migration"], manifest["counts"]):
        raise Unsound("What was restored does not have the rows that the backup had; do not use it.")
    rows = sum(found.counts.values())
    click.echo(f"Restored {rows} rows and {len(manifest['files'])} files as they were at {manifest['taken_at']}.")
    if found.migration not in _newest_migrations():
        db.migrate()
        click.echo("The database was older than this program, and is now at the newest migration.")
    click.echo(
        f"{held} waiting letters are held, so that nobody is written to twice; let them go at the desk. "
        "Run `flask reconcile` before doors open."
    )
    with reading() as session:
        faults = invariants.broken(session)
    if faults:
        raise Unsound(f"Restored, but broken: {', '.join(faults)}. See `flask invariants`.")
    click.echo("All invariants hold.")


def _dump() -> Dump:
    return dump_for(current_app.config["MIGRATION_DATABASE_URL"] or current_app.config["DATABASE_URL"])


def _now() -> datetime:
    with reading():
        return clock.now()


def _verify(folder: Path, manifest: dict, dump: Dump) -> None:
    """Raise Unsound unless every byte is what was written and the database in it can be read back."""
    database = folder / manifest["database"]["name"]
    expected = {database: manifest["database"]["sha256"]}
    expected |= {folder / "files" / each["key"]: each["sha256"] for each in manifest["files"]}
    for path, sha256 in expected.items():
        if not path.is_file() or _sha256(path) != sha256:
            raise Unsound(f"{path.relative_to(folder)} in the backup is missing or has changed; nothing was restored.")
    if problem := dump.problem_with(database, manifest["counts"]):
        raise Unsound(f"The backup cannot be relied on: {problem}.")


def _read_manifest(folder: Path) -> dict:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        known = manifest["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise click.ClickException(f"{folder} is not a backup: it has no {MANIFEST} that can be read.")
    return manifest


def _copy_files(kept: FileStore, wanted: list[tuple[str, str]], to: Path) -> list[dict]:
    """Copy each file of the database's rows, and check it against its row."""
    to.mkdir(mode=0o700)
    for key, sha256 in wanted:
        path = kept.path(key)
        if path.is_file():
            shutil.copyfile(path, to / key)
        if not path.is_file() or _sha256(to / key) != sha256:
            raise Unsound(f"The stored file {key} is missing or has changed; see `flask invariants`.")
    return [{"key": key, "sha256": sha256} for key, sha256 in wanted]


def _bring_files_back(kept: FileStore, folder: Path, files: list[dict]) -> None:
    # Before the database: no row may lack its file.
    for each in files:
        kept.write_as(each["key"], (folder / each["key"]).read_bytes())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(Path(current_app.root_path, db.migrations.directory)))


def _known_migrations() -> set[str]:
    return {each.revision for each in _scripts().walk_revisions()}


def _newest_migrations() -> list[str]:
    return list(_scripts().get_heads())
