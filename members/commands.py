import json
from pathlib import Path
from typing import BinaryIO

import click
from flask import Blueprint
from sqlalchemy.exc import DBAPIError

from core import clock
from core.db import is_out_of_reach, reading, transaction
from core.errors import Refusal
from members import actions
from members.actions import Outcome

bp = Blueprint("members_commands", __name__, cli_group="members")


@bp.cli.command("import")
@click.argument("path", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_register(path: Path, dry_run: bool, as_json: bool) -> None:
    """Bring the register up to FILE.csv, whole or not at all. Entries that it leaves out stay as they are.

    Its columns: number,name,email,grade,status,valid_from,valid_to,nation,career_stage,profession,networks.
    """
    try:
        with path.open("rb") as file:
            outcome = _outcome(file, dry_run)
    except DBAPIError as error:
        if not is_out_of_reach(error):
            raise
        raise click.ClickException("The database is busy or away, so nothing was changed. Try again later.") from None
    except OSError:
        raise click.ClickException("The file cannot be read.") from None
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(json.dumps(_as_json(outcome, dry_run)) if as_json else _in_words(outcome, dry_run))
    if not outcome.is_sound:
        for problem in outcome.problems.first if not as_json else ():
            click.echo(f"Row {problem.row}, {problem.column or 'the whole line'}: {problem.says}")
        faults = f"{outcome.problems.count:,} faults" if outcome.problems.count > 1 else "a fault"
        raise click.ClickException(f"The file has {faults}, so nothing was changed.")


def _outcome(file: BinaryIO, dry_run: bool) -> Outcome:
    # Looked through first without holding anybody up: what writes on SQLite, writes alone.
    with reading() as session:
        outcome = actions.preview_register(session, file=file)
    if outcome.is_sound and not dry_run and outcome.added + outcome.changed:
        with transaction() as session:
            done, _ = actions.import_register(session, file=file, digest=outcome.digest, by_id=None, now=clock.now())
            outcome.added, outcome.changed = done.added, done.changed
    return outcome


def _as_json(outcome: Outcome, dry_run: bool) -> dict:
    return {
        "done": outcome.is_sound and not dry_run,
        "rows": outcome.rows,
        "added": outcome.added,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "absent": outcome.absent,
        "note": outcome.note,
        "errors": [problem._asdict() for problem in outcome.problems.first],
        "errors_in_all": outcome.problems.count,
        "sha256": outcome.digest,
    }


def _in_words(outcome: Outcome, dry_run: bool) -> str:
    will = "would be " if dry_run or not outcome.is_sound else ""
    lines = [
        outcome.note,
        f"{outcome.added:,} {will}added, {outcome.changed:,} {will}changed, {outcome.unchanged:,} as they were.",
        f"{outcome.absent:,} entries of the register are not in the file and stay as they are.",
    ]
    return "\n".join(filter(None, lines))
