"""What the walker walks in where there are positions: a live one of the first event, a hidden one of the second."""

from datetime import timedelta

from events.models import Event
from people.models import Person
from tests import factories as make
from tests.policy.launching import a_scheduled_launch
from tests.walked_after import what_follows
from tests.walked_desk_of_policy import what_is_at_the_policy_desk
from tests.walked_press import what_is_read_early
from tests.walked_roundtable import what_is_talked_about

PAGES = ("show_position", "show_position_in_welsh", "show_card")


def what_is_launched(people: dict[str, Person], home: Event, other: Event, a_file) -> tuple[dict, dict]:
    """Their parts of addresses, with those of the desk and of roundtables; and what is sent to each page."""
    home.name_cy = "Arwain yma"
    lifts = {"own": make.NOON, "another's": make.NOON + timedelta(seconds=1)}
    slugs = {"missing": "nowhere"}
    for thing, event in {"own": home, "another's": other}.items():
        launch = a_scheduled_launch(event=event, lifts_at=lifts[thing])
        launch.position.texts[0].paper_id = a_file().id
        slugs[thing] = launch.position.slug
    positions = {thing: {"position_slug": slug} for thing, slug in slugs.items()}
    papers = {thing: {"position_slug": slug, "language": "en"} for thing, slug in slugs.items()}
    at_desk, typed_of_desk = what_is_at_the_policy_desk(people, home, other, a_file)
    early, typed_of_press = what_is_read_early(people, home, other, a_file)
    followed, typed_of_after = what_follows(people, home, other)
    talks, typed_of_talks = what_is_talked_about(people, home, other, a_file)
    public = dict.fromkeys((f"policy.{each}" for each in PAGES), positions)
    typed_by_name = typed_of_press | typed_of_after

    def typed_of(endpoint: str, thing: str) -> dict | None:
        return typed_by_name.get(endpoint) or typed_of_desk(endpoint, thing) or typed_of_talks(endpoint, thing)

    return {**public, "policy.download_paper": papers, **at_desk, **early, **followed, **talks}, typed_of
