import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session", autouse=True)
def durable(request, new_database):
    """What is committed here is on the disk, as in production; the other tests need no such care."""
    if new_database().startswith("postgresql"):
        run, _ = request.getfixturevalue("postgres")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            run(f"alter system reset {setting}")
        run("select pg_reload_conf()")


@pytest.fixture
def figures(new_database):
    """Collect figures; they stand in var/bench.json under the database's name afterwards."""
    collected: dict[str, float] = {}
    yield collected
    path = ROOT / "var" / "bench.json"
    path.parent.mkdir(exist_ok=True)
    kept = json.loads(path.read_text()) if path.exists() else {}
    name = "sqlite" if new_database().startswith("sqlite") else "postgresql"
    kept[name] = kept.get(name, {}) | {what: round(figure, 3) for what, figure in collected.items()}
    path.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")
