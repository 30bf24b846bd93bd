"""Domain rule 52: each thing that a launch lacks keeps it, alone, from being scheduled; in Wales Welsh does too."""

import pytest

from members.models import Nation
from people.models import Role
from policy import actions, rules
from policy.models import Channel, Language, LaunchAsset, PositionStatus, PositionText
from tests import factories as make
from tests.policy.launching import a_launch, a_position


def an_approved_launch(**changes):
    return a_launch(position=a_position(status=PositionStatus.APPROVED), **changes)


def gone(*rows) -> None:
    for each in rows:
        make.session.delete(each)
    make.session.commit()
    make.session.expire_all()


def without(channel: Channel, language: Language = Language.ENGLISH):
    def take(launch) -> None:
        gone(*(each for each in launch.assets if (each.channel, each.language) == (channel, language)))

    return take


def setting(**changes):
    def take(launch) -> None:
        for name, value in changes.items():
            setattr(launch, name, value)

    return take


def saying(**changes):
    def take(launch) -> None:
        for name, value in changes.items():
            setattr(launch.position.texts[0], name, value)

    return take


LACKS = {
    "nation": (setting(nation=None), "nation"),
    "lead": (setting(lead_id=None), "regional lead"),
    "champion": (setting(champion_id=None), "champion"),
    "moment": (setting(lifts_at=None), "moment"),
    "frame": (saying(frame=""), "frames it"),
    "two key lines": (saying(key_lines="One.\nTwo."), "there are 2"),
    "six key lines": (saying(key_lines="1\n2\n3\n4\n5\n6"), "there are 6"),
    "spokesperson": (lambda launch: gone(*launch.position.spokespeople), "spokesperson"),
    "approval": (lambda launch: setattr(launch.position, "status", PositionStatus.DRAFT), "approved"),
    **{channel.value: (without(channel), channel.value) for channel in Channel},
}


def try_to_schedule(session, launch):
    actions.schedule_launch(session, launch=launch, by_id=launch.position.owner_id, now=make.NOON)


@pytest.mark.parametrize(("take", "said"), LACKS.values(), ids=LACKS)
def test_rule_52_what_is_missing_alone_keeps_it_from_being_scheduled(session, take, said):
    launch = an_approved_launch()
    take(launch)
    with pytest.raises(rules.NotReady, match=said) as refused:
        try_to_schedule(session, launch)
    assert len(rules.lacks(launch)) == 1, refused.value
    assert launch.position.status is not PositionStatus.SCHEDULED


def test_rule_52_one_that_lacks_nothing_is_scheduled_once(session):
    launch = an_approved_launch()
    try_to_schedule(session, launch)
    assert (launch.position.status, launch.position.public_version) == (PositionStatus.SCHEDULED, 1)
    with pytest.raises(rules.WrongMove):
        try_to_schedule(session, launch)


def test_rule_52_a_rule_that_looks_away_is_noticed(session, monkeypatch):
    monkeypatch.setattr("policy.rules.launching.lacks", lambda launch: [])
    launch = an_approved_launch(champion_id=None)
    try_to_schedule(session, launch)
    assert launch.position.status is PositionStatus.SCHEDULED


@pytest.fixture
def welsh(session):
    """A launch in Wales with all its Welsh texts."""
    launch = an_approved_launch(nation=Nation.WALES)
    words = {"title": "Amser", "frame": "Ffram.", "key_lines": "Un.\nDau.\nTri.", "summary": "Yn gryno."}
    launch.position.texts.append(PositionText(version=1, language=Language.WELSH, saved_at=make.NOON, **words))
    launch.assets += [
        LaunchAsset(channel=channel, language=Language.WELSH, words="Geiriau.", saved_at=make.NOON)
        for channel in rules.PUBLIC_CHANNELS
    ]
    session.commit()
    return launch


def test_rule_52_a_launch_in_wales_with_all_in_welsh_is_scheduled(session, welsh):
    try_to_schedule(session, welsh)
    assert welsh.position.status is PositionStatus.SCHEDULED


@pytest.mark.parametrize("lacking", ["text", *sorted(each.value for each in rules.PUBLIC_CHANNELS)])
def test_rule_52_in_wales_each_welsh_text_is_needed_or_a_reason(session, welsh, lacking):
    if lacking == "text":
        welsh.position.texts[-1].summary = ""
    else:
        without(Channel(lacking), Language.WELSH)(welsh)
    with pytest.raises(rules.NotReady, match="in Welsh, or say why"):
        try_to_schedule(session, welsh)
    actions.say_why_no_welsh(
        session,
        launch=welsh,
        because="The translator is ill.",
        version=welsh.version,
        by_id=welsh.position.owner_id,
        now=make.NOON,
    )
    try_to_schedule(session, welsh)
    assert welsh.position.status is PositionStatus.SCHEDULED


def test_rule_52_the_desk_says_what_is_missing_and_offers_no_button(browse, session, now):
    launch, client = an_approved_launch(champion_id=None), browse(make.a_person(role=Role.POLICY_EDITOR))
    one = f"/desk/policy/{launch.position.slug}"
    shown = client.get(one).text
    assert ("Name the champion" in shown, "Schedule the launch" in shown) == (True, False)
    refused = client.post(f"{one}/schedule")
    assert (refused.status_code, "Name the champion" in refused.text) == (409, True)
    launch.champion_id = make.a_person().id
    session.commit()
    assert "Schedule the launch" in client.get(one).text
    assert client.post(f"{one}/schedule").status_code == 303


def test_rule_52_a_scheduled_launch_keeps_what_it_was_scheduled_with(session):
    launch = an_approved_launch()
    try_to_schedule(session, launch)
    asset = launch.assets[0]
    empty = {"words": "", "upload": None, "drops_file": False, "mark": actions.mark_of_asset(asset)}
    with pytest.raises(rules.NotReady, match="It is scheduled, and would lack something"):
        actions.save_asset(
            session,
            launch=launch,
            channel=asset.channel,
            language=asset.language,
            **empty,
            by_id=launch.position.owner_id,
            now=make.NOON,
        )
