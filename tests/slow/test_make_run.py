"""`make run` as a newcomer types it, in a copy of the checkout, from the first line to the last process."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from demo.run import ROOT
from demo.settings import CannotStart, Ports


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """The tracked files as they are now, with the environment of this checkout and none of its demo."""
    copy = tmp_path_factory.mktemp("checkout")
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, tracked.stdout.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    return copy


@pytest.fixture
def ports() -> Ports:
    while True:
        try:
            (ports := Ports(random.randrange(20000, 30000))).check_are_free(tls=True)
        except CannotStart:
            continue
        return ports


@contextmanager
def running(checkout: Path, ports: Ports) -> Iterator[tuple[subprocess.Popen, float]]:
    """`make run` once its web answers, and the seconds that took. Ends it, if the test did not."""
    started = time.monotonic()
    command = subprocess.Popen(
        ["make", "run"],
        cwd=checkout,
        env=os.environ | {"PORT": str(ports.web)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # so that a Ctrl-C can be sent to all that a terminal would send it to
    )
    try:
        while not answers(ports.web):
            assert command.poll() is None, command.stdout.read()
            assert time.monotonic() - started < 90, "the web never answered"
            time.sleep(0.05)
        yield command, time.monotonic() - started
    finally:
        if command.poll() is None:
            command.send_signal(signal.SIGTERM)
            command.wait(timeout=20)
        command.stdout.close()


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def processes_of(checkout: Path) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, check=True, text=True).stdout
    return [line for line in listed.splitlines() if str(checkout) in line]


def assert_all_gone(checkout: Path, ports: Ports) -> None:
    last_moment = time.monotonic() + 5
    while left := processes_of(checkout):
        assert time.monotonic() < last_moment, left
        time.sleep(0.1)
    ports.check_are_free(tls=False)


def test_a_second_run_answers_within_five_seconds_with_the_same_secrets(checkout, ports):
    with running(checkout, ports):
        secrets = (checkout / "var/demo/settings.json").read_bytes()
    assert_all_gone(checkout, ports)

    with running(checkout, ports) as (_, seconds):
        assert seconds < 5
        assert (checkout / "var/demo/settings.json").read_bytes() == secrets
    assert_all_gone(checkout, ports)


def test_ctrl_c_ends_all_of_it(checkout, ports):
    with running(checkout, ports) as (command, _):
        assert len(processes_of(checkout)) >= 4
        os.killpg(command.pid, signal.SIGINT)
        command.wait(timeout=20)
    assert_all_gone(checkout, ports)


def test_a_program_that_dies_takes_the_rest_with_it(checkout, ports):
    with running(checkout, ports) as (command, _):
        (catcher,) = [line.split()[0] for line in processes_of(checkout) if "demo.catcher" in line]
        os.kill(int(catcher), signal.SIGKILL)

        assert command.wait(timeout=20) != 0
        assert "mail stopped" in command.stdout.read()
    assert_all_gone(checkout, ports)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_a_supervisor_that_is_killed_leaves_nothing_behind(checkout, ports):
    with running(checkout, ports) as (command, _):
        os.killpg(command.pid, signal.SIGKILL)
        command.wait(timeout=20)
    assert_all_gone(checkout, ports)


def test_the_catcher_answers_beside_the_web(checkout, ports):
    with running(checkout, ports):
        page = httpx.get(f"http://127.0.0.1:{ports.mail_pages}/", trust_env=False)

    assert "Nothing sent here leaves this machine" in page.text


def test_the_web_can_ask_its_stripe(checkout, ports):
    with running(checkout, ports):
        key = json.loads((checkout / "var/demo/settings.json").read_text())["STRIPE_SECRET_KEY"]
        asked = httpx.get(
            f"http://127.0.0.1:{ports.stripe}/v1/events",
            headers={"Authorization": f"Bearer {key}"},
            trust_env=False,
        )

    assert asked.status_code == 200


def test_a_taken_port_is_one_sentence(checkout, ports):
    with running(checkout, ports):
        second = subprocess.run(
            ["make", "run"],
            cwd=checkout,
            env=os.environ | {"PORT": str(ports.web)},
            capture_output=True,
            check=False,
            text=True,
        )

    assert second.returncode != 0
    assert second.stderr.splitlines()[0].startswith(f"Port {ports.web} is in use.")
