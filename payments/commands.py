import click
from flask import Blueprint, current_app

from payments import actions
from payments.gateway import StripeDown

bp = Blueprint("payments_commands", __name__, cli_group=None)


@bp.cli.command("reconcile")
def reconcile() -> None:
    """Compare our ledger with Stripe's once, now, and mend it."""
    try:
        done = actions.reconcile(current_app.extensions["gateway"], actions.LONG_LOOK_BACK)
    except StripeDown as refusal:
        raise click.ClickException("Stripe does not answer, so the ledgers were not compared.") from refusal
    for outcome, times in sorted(done.items()):
        click.echo(f"{times:6} {outcome}")
    click.echo("The ledgers agree.")
