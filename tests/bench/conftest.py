import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


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
