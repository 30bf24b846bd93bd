"""An event with priced places on sale from today, in a database of its own, and an organiser signed in."""

from datetime import timedelta

from core import clock
from core.db import db, session, transaction
from people.models import Role, SignIn
from people.rules import hash_of
from tests import factories as make
from tests.conftest import an_application

SLUG = "the-conference"


def on_sale(url: str, *, places: int) -> tuple[list[int], str]:
    """The ids of two products, of which the second draws on a smaller quota too; and an organiser's cookie."""
    app = an_application(url)
    with app.app_context():
        with transaction():
            make.session, make.app, now = session, app, clock.now()
            day = now.date() + timedelta(days=9)
            event = make.an_event(slug=SLUG, first_day=day, last_day=day)
            hall, dinner = make.a_quota(event, capacity=places), make.a_quota(event, capacity=places // 3)
            window = {"sales_open_at": now - timedelta(days=1), "sales_close_at": now + timedelta(days=1)}
            products = [
                make.a_product(event, quotas=[hall], price_pence=4500, **window).id,
                make.a_product(event, quotas=[hall, dinner], name="With dinner", price_pence=9000, **window).id,
            ]
            organiser = make.a_person(role=Role.ORGANISER)
            stay = {"begun_at": now, "seen_at": now, "expires_at": make.LONG_AFTER}
            make.saved(SignIn(person_id=organiser.id, key_hash=hash_of("organiser"), **stay))
        make.session = make.app = None
        sealed = app.session_interface.get_signing_serializer(app)
        cookie = sealed.dumps({"sign_in": "organiser", "csrf_token": "0" * 40})
        db.engine.dispose()
    return products, cookie
