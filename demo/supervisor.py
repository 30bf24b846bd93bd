"""Runs the demo's programs side by side: all of them, or none.

honcho's manager does the work. What is added here: a signal that comes while programs are still starting is
kept for later, the terminal hears only of what went wrong, and on Linux nothing outlives a supervisor that
was killed outright.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from shlex import join

from honcho.manager import SIGNALS, Manager
from honcho.printer import Printer
from honcho.process import Popen, Process

PR_SET_PDEATHSIG = 1


class Supervisor(Manager):
    """Ends all its programs when one of them ends, or when it is told to."""

    def __init__(self) -> None:
        super().__init__(Printer(sys.stdout, colour=sys.stdout.isatty()))
        self._process_ctor = _Leashed
        self._told_early = False

    def add(self, name: str, command: Sequence[str], environment: dict[str, str]) -> None:
        # Without exec a shell would stand between us and the program, and swallow its signals.
        self.add_process(name, f"exec {join(command)}", env=environment)

    def run(self) -> int:
        """0 once it was told to end, 1 if a program ended by itself. Returns when all have ended."""
        # A closed terminal ends it like Ctrl-C.
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        self.loop()
        return 0 if self.returncode in {each["rc"] for each in SIGNALS.values()} else 1

    def terminate(self) -> None:
        if super()._all_started():
            super().terminate()
        else:
            self._told_early = True  # honcho knows a program's id only once it has heard from it

    def _all_started(self) -> bool:
        started = super()._all_started()
        if started and self._told_early:
            self._told_early = False
            super().terminate()
        return started

    def _system_print(self, data: str) -> None:
        if " stopped " in data and not (self._terminating or self._told_early):
            super()._system_print(f"{data.strip()}, so everything ends.\n")


class _Leashed(Process):
    """A program and its minder, which both end when the supervisor is gone."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._child_ctor = partial(Popen, preexec_fn=partial(_end_with_parent, signal.SIGTERM))

    def run(self, events=None, ignore_signals: bool = False) -> None:
        _end_with_parent(signal.SIGKILL)
        super().run(events, ignore_signals)


def _end_with_parent(number: int) -> None:
    """Ask the kernel for signal ``number`` when the parent is gone. Only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
