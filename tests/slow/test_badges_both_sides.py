"""A badge that repeats its front on its back, with a large given name, is what takes the most memory to set."""

from checkin.models import BadgeBack
from core.db import db, transaction
from events.queries import event_by_slug
from tests import factories as make
from tests.checkin.test_badges_printed import designed
from tests.conftest import an_application
from tests.rig.thousand_badges import SLUG, a_thousand, print_all

MEGABYTES = 500


def test_a_thousand_badges_printed_on_both_sides_keep_within_their_memory(new_database, tmp_path):
    url = new_database()
    a_thousand(url)
    app = an_application(url)
    with app.app_context():
        with transaction() as session:
            make.session = session
            designed(event_by_slug(session, SLUG), back=BadgeBack.SAME)
        make.session = None
        db.engine.dispose()

    printed = print_all(url, tmp_path / "badges.pdf")

    assert printed.megabytes <= MEGABYTES
