"""The program starts only with settings that are there and safe, and names the first that is not."""

from dataclasses import replace

import pytest

from core.config import ROOT, Config, UnsafeSetting

GOOD = {
    "APP_ENV": "production",
    "SECRET_KEY": "5WzqkY0hV3mXo8RtGfJcLb2NsUeAiDp7",
    "DATABASE_URL": "postgresql+psycopg://plenary@db.internal/plenary",
    "BASE_URL": "https://events.plenary.example",
    "MAIL_URL": "smtp://mail.internal:587",
    "MAIL_SENDER": "events@plenary.example",
    "FILES_URL": "file:///srv/plenary/files",
    "TICKET_SIGNING_KEYS": "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    "STRIPE_SECRET_KEY": "sk_live_" + "4" * 20,
    "STRIPE_WEBHOOK_SECRET": "whsec_" + "7" * 20,
}
DEMO = GOOD | {
    "APP_ENV": "demo",
    "SECRET_KEY": "demo",
    "DATABASE_URL": "sqlite:////tmp/plenary.sqlite",
    "BASE_URL": "http://127.0.0.1:5000",
    "STRIPE_SECRET_KEY": "sk_test_demo",
    "STRIPE_API_BASE": "http://127.0.0.1:5001",
}
ONE_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

ALWAYS_UNSAFE = [
    ("APP_ENV", "development"),
    ("APP_ENV", "Production"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "postgresql://db.internal/plenary"),
    ("DATABASE_URL", "mysql://db.internal/plenary"),
    ("BASE_URL", "events.plenary.example"),
    ("BASE_URL", "ftp://127.0.0.1"),
    ("BASE_URL", "https://"),
    ("BASE_URL", "https://127.0.0.1/conference"),
    ("FILES_URL", "s3://bucket/prefix"),
    ("FILES_URL", "/srv/plenary/files"),
    ("FILES_URL", "file://srv/plenary/files"),
    ("FILES_URL", "file:///"),
    ("FILES_URL", "file:///srv/../etc"),
    ("FILES_URL", "http://files.internal/"),
    ("TICKET_SIGNING_KEYS", "1"),
    ("TICKET_SIGNING_KEYS", f"256:{ONE_KEY}"),
    ("TICKET_SIGNING_KEYS", f"-1:{ONE_KEY}"),
    ("TICKET_SIGNING_KEYS", f"one:{ONE_KEY}"),
    ("TICKET_SIGNING_KEYS", "1:AAECAw"),
    ("TICKET_SIGNING_KEYS", f"1:{ONE_KEY},"),
    ("TICKET_SIGNING_KEYS", "1:" + "A" * 43),
    ("TICKET_RETIRED_KEYS", "1"),
    ("TICKET_RETIRED_KEYS", "256"),
    ("TICKET_RETIRED_KEYS", "zero"),
    ("TICKET_RETIRED_KEYS", "2,"),
]
UNSAFE_IN_PRODUCTION = [
    ("SECRET_KEY", "5WzqkY0hV3mXo8RtGfJcLb2NsUeAiDp"),
    ("SECRET_KEY", "change-me-" * 4),
    ("SECRET_KEY", "MySecretKeyMySecretKeyMySecretKey"),
    ("DATABASE_URL", "sqlite:////srv/plenary.sqlite"),
    ("BASE_URL", "http://events.plenary.example"),
    ("BASE_URL", "https://localhost"),
    ("BASE_URL", "https://127.0.0.1"),
    ("STRIPE_SECRET_KEY", "pk_live_4444"),
    ("STRIPE_WEBHOOK_SECRET", "secret"),
    ("STRIPE_API_BASE", "http://127.0.0.1:5001"),
    ("MAIL_SENDER", "Plenary"),
]
UNSAFE_IN_DEMO = [
    ("STRIPE_SECRET_KEY", "sk_live_4444"),
    ("STRIPE_SECRET_KEY", "rk_live_4444"),
    ("BASE_URL", "https://events.plenary.example"),
    ("BASE_URL", "http://8.8.8.8"),
    ("BASE_URL", "http://10.events.plenary.example"),
]


@pytest.mark.parametrize("settings", [GOOD, DEMO], ids=["production", "demo"])
def test_the_program_starts_with_safe_settings(settings):
    assert Config.from_environment(settings).is_demo is (settings is DEMO)


@pytest.mark.parametrize("empty", [None, "", "  "], ids=["not there", "empty", "blank"])
@pytest.mark.parametrize("settings", [GOOD, DEMO], ids=["production", "demo"])
@pytest.mark.parametrize("name", GOOD)
def test_a_missing_setting_stops_the_start_and_is_named(name, settings, empty):
    given = {key: value for key, value in settings.items() if key != name} | ({} if empty is None else {name: empty})

    with pytest.raises(UnsafeSetting, match=rf"^{name} is not set\. See README"):
        Config.from_environment(given)


@pytest.mark.parametrize("settings", [GOOD, DEMO], ids=["production", "demo"])
@pytest.mark.parametrize(("name", "value"), ALWAYS_UNSAFE)
def test_what_is_never_safe_stops_every_start_and_is_named(name, value, settings):
    with pytest.raises(UnsafeSetting, match=f"^{name} "):
        Config.from_environment(settings | {name: value})


@pytest.mark.parametrize(("name", "value"), UNSAFE_IN_PRODUCTION)
def test_what_is_unsafe_in_production_stops_its_start_and_is_named(name, value):
    with pytest.raises(UnsafeSetting, match=f"^{name} "):
        Config.from_environment(GOOD | {name: value})


@pytest.mark.parametrize(("name", "value"), UNSAFE_IN_DEMO)
def test_what_is_unsafe_in_a_demo_stops_its_start_and_is_named(name, value):
    with pytest.raises(UnsafeSetting, match=f"^{name} "):
        Config.from_environment(DEMO | {name: value})


@pytest.mark.parametrize("host", ["localhost:5000", "127.0.0.1", "192.168.1.20:5443", "10.0.0.7", "plenary.local"])
def test_a_demo_may_be_seen_on_the_local_network(host):
    assert Config.from_environment(DEMO | {"BASE_URL": f"http://{host}"}).is_demo


def test_an_unsafe_setting_ends_the_program_with_one_sentence_that_holds_no_value():
    with pytest.raises(SystemExit) as ended:
        Config.from_environment(GOOD | {"STRIPE_WEBHOOK_SECRET": "a-value-to-keep-quiet"})

    assert "a-value-to-keep-quiet" not in str(ended.value)
    assert "\n" not in str(ended.value)


def test_files_in_the_folder_of_public_files_stop_the_start():
    with pytest.raises(UnsafeSetting, match=r"^FILES_URL "):
        Config.from_environment(DEMO | {"FILES_URL": f"file://{ROOT}/static/files"})


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"GOOGLE_WALLET_FILE": __file__}, "GOOGLE_WALLET_ISSUER"),
        ({"GOOGLE_WALLET_ISSUER": "338"}, "GOOGLE_WALLET_FILE"),
        ({"GOOGLE_WALLET_FILE": __file__, "GOOGLE_WALLET_ISSUER": "BCR2DN6T"}, "GOOGLE_WALLET_ISSUER"),
        ({"APPLE_PASS_FILE": "pass.pem"}, "APPLE_PASS_FILE"),
        ({"APPLE_PASS_FILE": "/srv/plenary/no-such-file.pem"}, "APPLE_PASS_FILE"),
        ({"APPLE_PASS_FILE": str(ROOT / "static/site.css")}, "APPLE_PASS_FILE"),
    ],
    ids=["no issuer", "no file", "no number", "half a path", "not there", "public"],
)
def test_half_of_a_wallet_and_a_key_that_anybody_may_fetch_stop_the_start(given, named):
    with pytest.raises(UnsafeSetting, match=f"^{named} "):
        Config.from_environment(DEMO | given)


def test_a_wallet_that_is_whole_lets_the_program_start():
    given = {"APPLE_PASS_FILE": __file__, "GOOGLE_WALLET_FILE": __file__, "GOOGLE_WALLET_ISSUER": "3388000000001"}

    assert Config.from_environment(DEMO | given).GOOGLE_WALLET_ISSUER == "3388000000001"


def test_settings_cannot_be_changed_once_read():
    config = Config.from_environment(GOOD)

    with pytest.raises(AttributeError):
        config.SECRET_KEY = "another"
    assert replace(config, SECRET_KEY="another").SECRET_KEY == "another"
