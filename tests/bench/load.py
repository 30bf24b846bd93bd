"""Sending requests for a few seconds and counting the answers, by wrk."""

import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

SECONDS = 3
TIMES = 3
WARM_UP = 2  # seconds before counting: fresh processes and an idle machine begin slowly
CLIENTS = 4


def rate(url: str, *, script: Path | None = None, headers: dict[str, str] | None = None) -> float:
    """Answers a second from ``url`` once it is warm, all of them well. AssertionError if one was not.

    The best of a few tries: chance decides how many of the server's processes take part.
    """
    run(url, WARM_UP, script=script, headers=headers)
    return max(run(url, SECONDS, script=script, headers=headers) for _ in range(TIMES))


class Asked(NamedTuple):
    url: str
    script: Path | None = None
    headers: dict[str, str] | None = None


def turn_about(asked: dict[str, Asked]) -> dict[str, list[float]]:
    """Answers a second of each, several times and in turns: as the machine is slower or quicker, so is each of them."""
    for url, script, headers in asked.values():
        run(url, WARM_UP, script=script, headers=headers)
    rates: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(TIMES):
        for name, (url, script, headers) in asked.items():
            rates[name].append(run(url, SECONDS, script=script, headers=headers))
    return rates


def run(url: str, seconds: int, *, script: Path | None = None, headers: dict[str, str] | None = None) -> float:
    """Answers a second during that time."""
    return float(re.search(r"Requests/sec:\s+([\d.]+)", _told(url, seconds, script, headers)).group(1))


def slowest_of_100(url: str, *, script: Path | None = None, headers: dict[str, str] | None = None) -> float:
    """Within how many milliseconds 99 of 100 answers came; the best of a few tries, since other work makes one slow."""
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    times = []
    for _ in range(TIMES):
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", _told(url, SECONDS, script, headers)).groups()
        times.append(float(number) * units[unit])
    return min(times)


def _told(url: str, seconds: int, script: Path | None, headers: dict[str, str] | None) -> str:
    command = [os.environ.get("WRK", "wrk"), "-t2", f"-c{CLIENTS}", f"-d{seconds}s", "--latency", "--timeout", "10s"]
    command += [word for name, said in (headers or {}).items() for word in ("-H", f"{name}: {said}")]
    command += ["-s", str(script)] if script else []
    told = subprocess.run([*command, url], check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in told, told
    assert "Socket errors" not in told, told
    return told


def posting(folder: Path, name: str, body: str, *, before: str = "") -> Path:
    """A wrk script that posts ``body``, Lua in which ``n`` counts up; ``thread`` and ``run`` differ too."""
    script = folder / f"{name}.lua"
    script.write_text(
        "n = 0\nlocal threads = 0\nrun = os.time()\n" + before + "\n"
        "function setup(each) each:set('thread', threads); threads = threads + 1 end\n"
        "wrk.headers['Content-Type'] = wrk.headers['Content-Type'] or 'application/x-www-form-urlencoded'\n"
        "function request()\n  n = n + 1\n"
        f"  return wrk.format('POST', nil, nil, {body})\nend\n"
    )
    return script
