"""`flask abstracts import`: abstracts from a file, all of them or none."""

import json
from collections import Counter
from pathlib import Path

import click
from flask import Blueprint
from sqlalchemy.exc import DBAPIError

from abstracts import actions
from abstracts.rules.importing import Does, Plan
from abstracts.rules.incoming import LARGEST, NotAbstracts
from core import clock
from core.db import is_out_of_reach, reading, transaction
from core.errors import Refusal
from events.queries import event_by_slug

bp = Blueprint("abstracts_commands", __name__, cli_group="abstracts")
SHOWN = 200


@bp.cli.command("import")
@click.argument("event_slug", metavar="EVENT")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--call", "to_call", default="", metavar="SLUG", help="Put them all into this call of the event.")
@click.option("--add-categories", is_flag=True, help="Give the call the categories that it lacks.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_abstracts(
    event_slug: str, path: Path, to_call: str, add_categories: bool, dry_run: bool, as_json: bool
) -> None:
    """Take the abstracts of FILE into EVENT, all of them or none.

    Run again with the same file it changes nothing. With a newer one it brings up those that nobody has changed here
    and that are not in review yet. Nobody is written to; whoever an abstract belongs to sees it after signing in with
    that address.

    FILE is UTF-8, of at most 16 MB and 5,000 abstracts, in one of two formats.

    \b
    1. What the desk exports as JSON, one object:
       {"format": "plenary abstracts", "version": 1, "abstracts": [{
         "ref": "any name, once in each call",           (needed)
         "call": "slug of the call; else --call, or the event's only one",
         "status": "draft, submitted, withdrawn, in review, decided, accepted,
                    declined, waitlisted, presented or published",
         "title": "...", "category": "...", "keywords": ["..."],
         "preference": "poster" or "oral or poster",
         "sections": {"heading of the call": "words"},
         "owner": {"name": "...", "email": "..."},       (else who is written to)
         "authors": [{"given_names": "...", "surname": "...", "email": "...",
           "orcid": "...", "organisation": "...", "town": "...",
           "second_organisation": "...", "is_presenter": true,
           "is_corresponding": true, "agreement": "waiting, confirmed, declined",
           "answered_at": "..."}],
         "ethics": "approved" or "not needed", "ethics_reference": "...",
         "consent": "given" or "not needed", "conflicts": "...", "funding": "...",
         "lead": "student, trainee or neither",
         "nation": "england, scotland, wales, northern ireland or elsewhere",
         "licence_agreed_at": "...", "answers": {"question of the call": "..."},
         "started_at": "...", "submitted_at": "...", "withdrawn_at": "...",
         "decision": "oral, poster, declined or waitlisted", "decided_at": "...",
         "merged_into": "another's ref", "reviewer_conflicts": ["address"],
         "files": [{"exhibit": "figure or table", "caption": "...",
           "content": "base64 of a PNG, JPEG, PDF or, for a table, DOCX"}]
       }]}
       Times are like 2026-11-13T12:00:00+00:00. All but ref may be left out.

    \b
    2. HotCRP's paper JSON: a list of {"pid", "title", "abstract", "authors":
       [{"name" or "first", "last", "email", "affiliation"}], "contacts",
       "topics", "status", "submitted_at", "pc_conflicts", ...}. The first topic
       is the category. A text is parted at the call's headings where they begin
       a line ("Results: ..."), and else stands under the first. Another field
       goes where a question or heading has its name.

    An abstract that was sent in must keep the call's limits. Decisions of HotCRP, conflicts that reviewers declared,
    and figures and tables without their content are left out, and the command says so.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise NotAbstracts(f"This file is larger than {LARGEST // 2**20} MB. Export fewer abstracts at a time.")
        plan = _plan(event_slug, path.read_bytes(), to_call, add_categories, dry_run)
    except DBAPIError as error:
        if not is_out_of_reach(error):
            raise
        raise click.ClickException("The database is busy or away, so nothing was changed. Try again later.") from None
    except OSError:
        raise click.ClickException("The file cannot be read.") from None
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(json.dumps(_as_json(plan, dry_run), ensure_ascii=False) if as_json else _in_words(plan, dry_run))
    if not plan.is_sound:
        faults = f"{len(plan.problems):,} faults" if len(plan.problems) > 1 else "a fault"
        raise click.ClickException(f"The file has {faults}, so nothing was changed.")


def _plan(event_slug: str, content: bytes, to_call: str, add_categories: bool, dry_run: bool) -> Plan:
    how = {"content": content, "to_call": to_call, "adds_categories": add_categories}
    # Looked at first without holding anybody up: what writes on SQLite, writes alone.
    with reading() as session:
        plan = actions.look_at_import(session, event=event_by_slug(session, event_slug), **how)
    taken = actions.take_files(plan, keep=not dry_run) if plan.is_sound else {}
    if plan.is_sound and plan.changes_anything and not dry_run:
        with transaction() as session:
            event = event_by_slug(session, event_slug)
            plan = actions.import_abstracts(session, event=event, **how, taken=taken, by_id=None, now=clock.now())
    return plan


def _as_json(plan: Plan, dry_run: bool) -> dict:
    counts = {does.name.lower(): plan.how_many(does) for does in Does}
    return {
        "done": plan.is_sound and not dry_run,
        "abstracts": len(plan.steps),
        "added": counts["adds"],
        "changed": counts["changes"],
        "unchanged": counts["nothing"],
        "kept": counts["keeps"],
        "new_categories": sorted({name for _, name in plan.new_categories}),
        "left_out": [each._asdict() for each in plan.leftovers],
        "errors": [each._asdict() for each in plan.problems[:SHOWN]],
        "errors_in_all": len(plan.problems),
    }


def _in_words(plan: Plan, dry_run: bool) -> str:
    would = "would be " if dry_run or not plan.is_sound else ""
    lines = [
        f"{plan.how_many(Does.ADDS):,} {would}added, {plan.how_many(Does.CHANGES):,} {would}changed, "
        f"{plan.how_many(Does.NOTHING):,} as they were."
    ]
    if kept := plan.how_many(Does.KEEPS):
        lines.append(f"{kept:,} were changed here since or are in review, and stay as they are here.")
    if new := sorted({name for _, name in plan.new_categories}):
        lines.append(f"Categories that the call lacks: {', '.join(new)}.")
    for what, number in Counter(each.what for each in plan.leftovers).most_common(SHOWN):
        lines.append(f"Left out: {what} ({number:,}).")
    for each in plan.problems[:SHOWN]:
        named = f" ({each.ref})" if each.ref else ""
        lines.append(f"Abstract {each.place}{named}: {each.says}")
    return "\n".join(lines)
