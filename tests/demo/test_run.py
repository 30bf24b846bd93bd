"""`make run` starts four programs and tells where they are; whole, it is tried in tests/slow."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from itertools import pairwise
from types import SimpleNamespace

import pytest

from demo import run
from demo.settings import Ports

KEYS = {"STRIPE_WEBHOOK_SECRET": "whsec_x", "STRIPE_SECRET_KEY": "sk_test_x"}


@pytest.fixture
def sign_ins(monkeypatch):
    monkeypatch.setitem(sys.modules, "demo.data", sign_ins := type(sys)("demo.data"))
    sign_ins.DOOR_TODAY = "/events/a-day/door"
    sign_ins.SIGN_INS = [
        SimpleNamespace(name="Ash Fictum", address="ash@trust.example", does="organises", goes_to="/desk/"),
        SimpleNamespace(name="Bo", address="bo@x.example", does="stewards", goes_to=sign_ins.DOOR_TODAY),
    ]


def test_each_program_listens_on_loopback_at_its_own_port():
    commands = run.commands(Ports(8000), KEYS)

    assert "127.0.0.1:8000" in commands["web"]
    assert commands["mail"][-4:] == ("--smtp-port", "8002", "--web-port", "8001")
    assert commands["worker"][-1] == "worker"


def test_the_simulator_calls_the_web_back(monkeypatch):
    monkeypatch.setattr(run, "_has_simulator", lambda: True)

    command = " ".join(run.commands(Ports(8000), KEYS)["stripe"])

    assert "--port 8003" in command
    assert "--webhook-url http://127.0.0.1:8000/stripe/webhook" in command
    assert "--webhook-secret whsec_x" in command


def test_the_simulator_lets_in_the_key_that_the_web_knocks_with(monkeypatch):
    monkeypatch.setattr(run, "_has_simulator", lambda: True)

    command = run.commands(Ports(8000), KEYS)["stripe"]

    assert ("--secret-key", "sk_test_x") in pairwise(command)


def test_only_tls_leaves_loopback(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "FOLDER", tmp_path)
    ports = Ports(8000)

    inside = run.commands(ports, KEYS)

    assert not any("0.0.0.0" in word for command in inside.values() for word in command)
    assert "0.0.0.0:8443" in run.tls_command(ports, "192.168.1.20")


def test_a_phone_is_served_under_the_address_it_uses():
    environment = run.tls_environment({"BASE_URL": "http://127.0.0.1:8000"}, Ports(8000), "192.168.1.20")

    assert environment["BASE_URL"] == "https://192.168.1.20:8443"


@pytest.mark.usefixtures("sign_ins")
def test_the_welcome_tells_where_things_are_and_who_may_sign_in():
    text = run.welcome(Ports(8000), "192.168.1.20")

    for wanted in (
        "http://127.0.0.1:8000",
        "http://127.0.0.1:8001",
        "https://192.168.1.20:8443",
        "Ash Fictum  ash@trust.example  organises",
        "Bo          bo@x.example       stewards",
        "http://127.0.0.1:8000/events/a-day/door (sign in as Bo)",
    ):
        assert wanted in text


class TestSupervisor:
    """Programs of a line each stand in for the real ones."""

    def start(self, **programs: str) -> subprocess.Popen:
        script = f"""
            import sys

            import honcho.manager

            from demo.supervisor import Supervisor

            honcho.manager.KILL_WAIT = 0.5
            supervisor = Supervisor()
            for name, program in {programs!r}.items():
                supervisor.add(name, (sys.executable, "-u", "-c", program), {{}})
            sys.exit(supervisor.run())
        """
        return subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True, cwd=run.ROOT
        )

    LASTING = "import os, time; print('is', os.getpid()); time.sleep(60)"

    def pids_of(self, supervisor: subprocess.Popen, count: int) -> list[int]:
        return [int(supervisor.stdout.readline().split()[-1]) for _ in range(count)]

    def assert_gone(self, pids: list[int]) -> None:
        last_moment = time.monotonic() + 5
        while left := [pid for pid in pids if _is_running(pid)]:
            assert time.monotonic() < last_moment, left
            time.sleep(0.02)

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_a_signal_ends_all_of_it_well(self, number):
        with self.start(web=self.LASTING, worker=self.LASTING) as supervisor:
            pids = self.pids_of(supervisor, 2)
            supervisor.send_signal(number)

            assert supervisor.wait(timeout=10) == 0
        self.assert_gone(pids)

    def test_when_one_ends_the_rest_ends_too(self):
        with self.start(web=self.LASTING, worker="import time; time.sleep(0.3)") as supervisor:
            pids = self.pids_of(supervisor, 1)
            said = supervisor.stdout.read()

            assert supervisor.wait(timeout=10) == 1
        assert "worker stopped (rc=0), so everything ends." in said
        self.assert_gone(pids)

    def test_one_that_ignores_the_end_is_made_to_end(self):
        deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {self.LASTING}"
        with self.start(web=self.LASTING, worker=deaf) as supervisor:
            pids = self.pids_of(supervisor, 2)
            supervisor.terminate()

            assert supervisor.wait(timeout=15) == 0
        self.assert_gone(pids)

    def test_a_signal_before_everything_has_started_is_not_lost(self):
        with self.start(**{f"program{number}": self.LASTING for number in range(8)}) as supervisor:
            pids = self.pids_of(supervisor, 1)
            supervisor.send_signal(signal.SIGTERM)

            assert supervisor.wait(timeout=10) == 0
        self.assert_gone(pids)

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
    def test_nothing_outlives_a_supervisor_that_was_killed(self):
        with self.start(web=self.LASTING, worker=self.LASTING) as supervisor:
            pids = self.pids_of(supervisor, 2)
            supervisor.kill()
            supervisor.wait(timeout=10)
        self.assert_gone(pids)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
