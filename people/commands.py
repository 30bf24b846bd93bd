from datetime import datetime

import click
from flask import Blueprint, current_app

from core import clock
from core.db import transaction
from core.errors import NotFound, Refusal
from core.fields import trimmed
from core.web import full_address
from people import actions, rules
from people.models import Role
from people.queries import event_id_by_slug, person_by_email

bp = Blueprint("people_commands", __name__, cli_group="people")


@bp.cli.command("grant")
@click.argument("address")
@click.argument("duty", type=click.Choice([role.value for role in Role]))
@click.option("--event", "slug", help="The event's slug. Without it the duty is for all events.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day, like 2027-03-17. Without it: no end.")
@click.option(
    "--scope", default="", help="A regional lead's nation, or the name of a convenor's network or of an exhibitor."
)
def grant(address: str, duty: str, slug: str | None, until: datetime | None, scope: str) -> None:
    """Offer DUTY to ADDRESS: prints an invitation, good once, for whoever signs in with that address."""
    try:
        with transaction() as session:
            token = actions.offer_duty(
                session,
                email=address,
                role=Role(duty),
                event_id=event_id_by_slug(session, slug) if slug else None,
                life=current_app.config["LIMITS"].invitation_life,
                ends_on=until.date() if until else None,
                scope=scope.strip().lower() if Role(duty) is Role.REGIONAL_LEAD else trimmed(scope) or "",
                by_id=None,
                now=clock.now(),
            )
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(full_address("people.show_invitation", token=token))


@bp.cli.command("drop-factors")
@click.argument("address")
def drop_factors(address: str) -> None:
    """Forget the passkeys and the app of ADDRESS, who has lost them, and sign every browser out."""
    try:
        with transaction() as session:
            person = person_by_email(session, rules.email_key(address))
            if person is None:
                raise NotFound("Nobody signs in with that address.")
            actions.drop_factors(session, person=person, now=clock.now())
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo("Dropped. They sign in by email now, and set up a second step at the next page of a duty.")
