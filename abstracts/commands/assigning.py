"""`flask reviews assign`: who reviews what, from a shell."""

import json
from datetime import date, datetime

import click
from flask import Blueprint

from abstracts import actions, queries
from abstracts.models import Call
from abstracts.rules import Plan, SharedOutMeanwhile, ToShare, told_of_plan
from core import clock
from core.db import transaction
from core.errors import Refusal
from events.rules import local_day

TRIES = 3

reviews = Blueprint("reviews_commands", __name__, cli_group="reviews")


@reviews.cli.command("assign")
@click.argument("event")
@click.option("--call", "slug", help="The call's slug, where the event has several.")
@click.option("--dry-run", is_flag=True, help="Say what would be shared out, and share out nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def assign(event: str, slug: str | None, dry_run: bool, as_json: bool) -> None:
    """Share the abstracts of EVENT that are in review out among its reviewers: the best way there is.

    Nobody gets what they are in conflict with or more than they take. What was begun stays, and of the rest as much as
    can. Says what cannot be met, and the smallest change by which it could be.
    """
    try:
        given, plan, call = _share_out(event, slug, dry_run)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    told = _told(given, plan)
    if as_json:
        click.echo(json.dumps({"call": call, "dry_run": dry_run, **told}))
        return
    click.echo(f"{told['reviews']} reviews, {told['new']} of them new. Fit: {told['weight']} of {told['most_weight']}.")
    for line in (*told["short"], *told["idle"], *told["would_help"]):
        click.echo(line)
    if dry_run:
        click.echo("Nothing was kept: this was a dry run.")


def _share_out(event: str, slug: str | None, dry_run: bool) -> tuple[ToShare, Plan, str]:
    # Here, since SciPy and scikit-learn take a second to import and nothing else needs them.
    from abstracts.solver.sharing import plan as best_plan

    for tries_left in reversed(range(TRIES)):
        with transaction() as session:
            now = clock.now()
            call = queries.only_call(session, event, slug, lock=True)
            actions.find_conflicts(session, call=call, now=now)  # in a dry run too: they are facts
            given, call_slug = queries.to_share_out(session, call, _today(call, now)), call.slug
        plan = best_plan(given)  # takes seconds, and so holds no lock
        if dry_run:
            return given, plan, call_slug
        try:
            with transaction() as session:
                now = clock.now()
                call = queries.only_call(session, event, slug, lock=True)
                actions.share_out(
                    session, call=call, given=given, plan=plan, by_id=None, today=_today(call, now), now=now
                )
            return given, plan, call_slug
        except SharedOutMeanwhile:
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def _today(call: Call, now: datetime) -> date:
    return local_day(call.event, now)


def _told(given: ToShare, plan: Plan) -> dict:
    """What the command says, numbers and sentences."""
    names = {each.id: each.name for each in given.readers}
    loads = dict.fromkeys(names.values(), 0)
    for _, reader_id in plan.pairs:
        loads[names[reader_id]] += 1
    return {
        "reviews": len(plan.pairs),
        "new": len(plan.pairs - given.kept),
        "weight": plan.weight,
        "most_weight": 1000 * len(plan.pairs),
        "loads": loads,
        **told_of_plan(given, plan),
    }
