"""The demo keeps its secrets, moves its ports together, and says in a sentence why it cannot start."""

import base64
import json
import socket
import stat

import pytest

from demo.settings import CannotStart, Ports, environment_with, settings_for


def test_a_second_run_keeps_the_secrets_of_the_first(tmp_path):
    first = settings_for(Ports(5000), tmp_path / "demo")
    second = settings_for(Ports(8000), tmp_path / "demo")

    for name in ("SECRET_KEY", "TICKET_SIGNING_KEYS", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"):
        assert first[name] == second[name]


def test_two_demos_share_no_secret(tmp_path):
    one, other = (settings_for(Ports(5000), tmp_path / name) for name in ("one", "other"))

    assert one["SECRET_KEY"] != other["SECRET_KEY"]
    assert one["TICKET_SIGNING_KEYS"] != other["TICKET_SIGNING_KEYS"]


def test_the_secrets_are_for_their_owner_alone(tmp_path):
    settings_for(Ports(5000), tmp_path)

    assert stat.S_IMODE((tmp_path / "settings.json").stat().st_mode) == 0o600


def test_the_signing_key_is_a_seed_with_its_number(tmp_path):
    number, _, seed = settings_for(Ports(5000), tmp_path)["TICKET_SIGNING_KEYS"].partition(":")

    assert 0 <= int(number) <= 255
    assert len(base64.urlsafe_b64decode(seed + "=")) == 32


def test_neighbours_move_with_the_web(tmp_path):
    settings = settings_for(Ports.from_environment({"PORT": "8000"}), tmp_path)

    assert settings["BASE_URL"] == "http://127.0.0.1:8000"
    assert settings["MAIL_URL"] == "smtp://127.0.0.1:8002"
    assert settings["STRIPE_API_BASE"] == "http://127.0.0.1:8003"
    assert settings["APP_ENV"] == "demo"


def test_what_it_keeps_is_in_its_folder(tmp_path):
    settings = settings_for(Ports(5000), tmp_path)

    assert settings["DATABASE_URL"] == f"sqlite:///{tmp_path}/plenary.sqlite"
    assert settings["FILES_URL"] == f"file://{tmp_path}/files"


def test_a_developers_own_settings_do_not_lead_it_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://live.example/conference")
    monkeypatch.setenv("REDIS_URL", "redis://live.example")

    environment = environment_with(settings_for(Ports(5000), tmp_path))

    assert environment["DATABASE_URL"].startswith("sqlite:///")
    assert "REDIS_URL" not in environment


@pytest.mark.parametrize("said", ["web", "0", "-1", "65535", "5000.5", "٥٠٠٠"])
def test_what_is_no_port_is_refused_by_name(said):
    with pytest.raises(CannotStart, match="PORT is"):
        Ports.from_environment({"PORT": said})


def test_without_a_port_it_is_the_usual_one():
    assert Ports.from_environment({}).web == 5000


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_one_sentence(taken):
    with pytest.raises(CannotStart, match=f"Port {taken} is in use") as refusal:
        Ports(taken).check_are_free(tls=False)

    assert "make run" in str(refusal.value)


@pytest.mark.parametrize("distance", [1, 2, 3])
def test_the_neighbours_of_the_port_must_be_free_too(taken, distance):
    with pytest.raises(CannotStart, match=r"Port \d+ is in use"):  # the first of them, should there be more
        Ports(taken - distance).check_are_free(tls=False)


def test_what_is_kept_is_plain_json(tmp_path):
    settings_for(Ports(5000), tmp_path)

    assert json.loads((tmp_path / "settings.json").read_text())["STRIPE_WEBHOOK_SECRET"].startswith("whsec_")
