import ast
import http.client
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "payments" / "simulator"


def imported_by(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_the_simulator_imports_nothing_of_the_house_and_the_house_nothing_of_it():
    ours = {folder.name for folder in ROOT.iterdir() if (folder / "__init__.py").exists()} | {"app"}
    sources = [path for name in ours for path in (ROOT / name).rglob("*.py")] + [*ROOT.glob("*.py")]

    for path in sources:
        for module in imported_by(path):
            inside = module.startswith("payments.simulator")
            if PACKAGE in path.parents:
                assert inside or module.split(".")[0] not in ours, f"{path} imports {module}"
            elif "tests" not in path.parts:
                assert not inside, f"{path} imports {module}"


def test_the_program_says_where_it_is_and_ends_when_told():
    command = [sys.executable, "-W", "error", "-m", "payments.simulator", "--port", "0"]
    with subprocess.Popen(
        [*command, "--webhook-secret", "whsec_program"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        words, address = program.stdout.readline().rsplit(" ", 1)
        connection = http.client.HTTPConnection(urlsplit(address.strip()).netloc, timeout=5)
        connection.request("GET", "/healthz")
        answer = connection.getresponse().read()
        connection.close()
        program.send_signal(signal.SIGTERM)
        ended = program.wait(timeout=10)

    assert words == "Stripe simulator:"
    assert answer == b"alive\n"
    assert ended == 0
