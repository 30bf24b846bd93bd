from datetime import datetime

import click
from flask import Blueprint

from demo.load import load_if_empty

bp = Blueprint("demo_commands", __name__, cli_group="demo")


@bp.cli.command("load")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that counts as today in the demo.")
def load(today: datetime | None) -> None:
    """Load the invented people and events, if the database holds no event yet."""
    if not load_if_empty(today.date() if today else None):
        raise click.ClickException("The database holds events already, so nothing was loaded.")
    click.echo("The demo is loaded.")
