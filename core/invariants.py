"""What must always be true of the data. Each package states its own; `flask invariants` asks them all."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from core.db import reading

Check = Callable[[Session], list[dict]]
SHOWN = 20


@dataclass(frozen=True)
class Invariant:
    """``rows_at_fault`` returns the rows that break it, as ids and counts; none when it holds."""

    number: str
    says: str
    rows_at_fault: Check


_all: dict[str, Invariant] = {}


def invariant(number: str, says: str) -> Callable[[Check], Check]:
    """State that ``says`` always holds. ``number`` is that of cases.md, T6 (I1 to I12), or a name of its own."""

    def register(check: Check) -> Check:
        _all[number] = Invariant(number, says, check)
        return check

    return register


def broken(session: Session) -> dict[str, list[dict]]:
    """The rows at fault by invariant; empty if all hold."""
    found = {each.number: each.rows_at_fault(session) for each in stated()}
    return {number: rows for number, rows in found.items() if rows}


def stated() -> list[Invariant]:
    return sorted(_all.values(), key=lambda each: (len(each.number), each.number))


@click.command("invariants")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@with_appcontext
def invariants(as_json: bool) -> None:
    """Check what must always be true; exit 1 and the rows at fault if something is not."""
    with reading() as session:
        faults = broken(session)
    if as_json:
        click.echo(json.dumps({each.number: faults.get(each.number, []) for each in stated()}, default=str))
    else:
        for each in stated():
            rows = faults.get(each.number, [])
            click.echo(f"{each.number:<6} {'broken' if rows else 'holds '}  {each.says}")
            for row in rows[:SHOWN]:
                click.echo(f"       {row}")
    if faults:
        raise click.ClickException(f"Broken: {', '.join(faults)}.")
