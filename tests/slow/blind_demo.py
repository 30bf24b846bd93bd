"""The whole demo in review with the canary's abstract in it, once for each database and file of tests."""

from datetime import UTC, datetime, time

import pytest

from core.db import db, session, transaction
from demo import data
from demo.load import load
from tests.conftest import a_session, an_application
from tests.rig.blind import BlindWorld, Clock
from tests.rig.canaries import sightings


@pytest.fixture(scope="module")
def blind(new_database, tmp_path_factory, caught) -> BlindWorld:
    kept = tmp_path_factory.mktemp("kept")
    app = an_application(new_database(), FILES_URL=f"file://{kept}", MAIL_URL=caught.mail_url)
    today = datetime.combine(data.D0, time(12), UTC)
    with app.app_context(), transaction():
        load(session, data.D0, today)
    with pytest.MonkeyPatch.context() as patch, a_session(app, patch, is_kept=False) as unit:
        yield BlindWorld(app, unit.get_bind(), Clock(patch, today), "abstracts")
    with app.app_context():
        db.engine.dispose()


def seen_in(letters: list, canaries: dict[str, str]) -> set[str]:
    labels = {canary: label for label, canary in canaries.items()}
    places = {str(place): each for place, each in enumerate(letters)}
    return {labels[each.secret] for each in sightings(labels, places)}
