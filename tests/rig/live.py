"""The real program on loopback: gunicorn's processes, a worker and the mail catcher over one database."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import httpx

from demo.catcher import Catcher
from tests.rig.ports import free_port
from tests.rig.stripe import Simulator

ROOT = Path(__file__).parent.parent.parent
SECONDS_TO_START = 30


class Live:
    """A context manager: ``address`` answers while it is open, ``catcher`` has the mail, ``flask`` runs a command."""

    def __init__(
        self,
        database_url: str,
        folder: Path,
        *,
        workers: int = 2,
        threads: int = 4,
        mail: bool = True,
        app: str = "app",
    ) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.catcher = Catcher()
        self.stripe = Simulator(f"http://127.0.0.1:{self.port}/stripe/webhook")
        self._workers, self._threads, self._mail, self._app = workers, threads, mail, app
        self._log = (folder / "live.log").open("ab")
        self.processes: list[subprocess.Popen] = []
        self._stack = ExitStack()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "APP_ENV": "demo",
            "SECRET_KEY": "only-for-tests-only-for-tests-1234",
            "DATABASE_URL": database_url,
            "BASE_URL": self.address,
            "MAIL_SENDER": "events@plenary.example",
            "FILES_URL": f"file://{folder}/files",
            "STRIPE_SECRET_KEY": "sk_test_tests",
            "STRIPE_API_BASE": self.stripe.address,
            "STRIPE_WEBHOOK_SECRET": "whsec_tests",
            "TICKET_SIGNING_KEYS": "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        }

    def __enter__(self) -> "Live":
        self._stack.enter_context(self.catcher)
        self._stack.enter_context(self.stripe)
        self.environment["MAIL_URL"] = f"smtp://127.0.0.1:{self.catcher.smtp_port}"
        self._serve()
        if self._mail:
            self.start_worker()
        try:
            self._wait_until_it_answers()
        except TimeoutError:
            self.__exit__()  # nobody else ends what was started
            raise
        return self

    def __exit__(self, *_exception) -> None:
        for process in self.processes:
            self.end(process)
        self._log.close()
        self._stack.close()

    def go_away(self) -> None:
        """Nothing listens at the address any more."""
        self.end(self._gunicorn)

    def come_back(self, app: str = "") -> None:
        """Something answers at the address again: the program as it was, or the version of it that ``app`` names."""
        self._app = app or self._app
        self._serve()
        self._wait_until_it_answers()

    def start_worker(self) -> subprocess.Popen:
        return self._start("-m", "flask", "--app", self._app, "worker")

    def kill_one_of_gunicorns(self) -> bool:
        """End a process that answers requests, which gunicorn replaces; false if there was none just then."""
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self._gunicorn.pid)], capture_output=True, text=True)
        children = found.stdout.split()
        if children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(random.choice(children)), signal.SIGKILL)
        return bool(children)

    def flask(self, *arguments: str) -> str:
        """What ``flask …`` prints. Raises CalledProcessError unless it ends well."""
        command = [sys.executable, "-m", "flask", "--app", "app", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout

    @staticmethod
    def end(process: subprocess.Popen, number: int = signal.SIGTERM) -> None:
        if process.poll() is None:
            process.send_signal(number)
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _serve(self) -> None:
        self._gunicorn = self._start(
            *("-m", "gunicorn", f"{self._app}:create_app()", "--bind", f"127.0.0.1:{self.port}", "--no-control-socket"),
            *("--workers", str(self._workers), "--worker-class", "gthread", "--threads", str(self._threads)),
        )

    def _start(self, *arguments: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=self._log, stderr=self._log
        )
        self.processes.append(process)
        return process

    def _wait_until_it_answers(self) -> None:
        give_up = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < give_up:
            try:
                if httpx.get(f"{self.address}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise TimeoutError(f"The program did not answer; see {self._log.name}.")
