"""`flask badges`: all badges of an event as a file to print."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from checkin import documents, queries, rules
from checkin.models import PackingOrder
from core import clock
from core.db import is_out_of_reach, reading
from core.errors import Refusal
from core.words import count
from events.queries import event_by_slug
from registration.documents import signer


@click.command("badges")
@click.argument("event_slug", metavar="EVENT")
@click.option("-o", "--output", "path", metavar="FILE", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--order",
    type=click.Choice([each.value for each in PackingOrder]),
    default=PackingOrder.SURNAME.value,
    show_default=True,
    help="What the badges are sorted by.",
)
@with_appcontext
def badges(event_slug: str, path: Path, order: str) -> None:
    """Write all badges of EVENT into FILE, a PDF of four to an A4 page.

    Who waits for a proof has none yet. The desk keeps the log of what was printed; this command writes nothing there.
    """
    try:
        with reading() as session:
            event = event_by_slug(session, event_slug)
            found = queries.badges_of(session, event)
            ready = rules.in_packing_order(rules.printable_of(found), PackingOrder(order))
            paper, designs = queries.badge_paper_of(session, event), queries.badge_designs_of(session, event)
            job = documents.badge_job(event, paper, designs, [place.badge for place in ready])
            made_at = clock.now()
        if not ready:
            raise click.ClickException("There is no badge to print yet.")
        path.write_bytes(documents.set_badges(job, signer=signer(), made_at=made_at))
    except DBAPIError as error:
        if not is_out_of_reach(error):
            raise
        raise click.ClickException("The database is busy or away. Try again later.") from None
    except OSError:
        raise click.ClickException(f"{path} cannot be written.") from None
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    waiting = len(found) - len(ready)
    click.echo(f"{count(len(ready), 'badge')} in {path}." + (f" {waiting:,} wait for a proof." if waiting else ""))
