"""Where the corpora lie, if this machine has them."""

import json
import os
from pathlib import Path
from typing import Any


def folder() -> Path | None:
    """The folder of the corpora: PASILLO_CORPORA, else ../shared/corpora beside the project."""
    stated = os.environ.get("PASILLO_CORPORA")
    place = Path(stated) if stated else Path(__file__).resolve().parents[3] / "shared" / "corpora"
    return place if place.is_dir() else None


def rows(suite: Path, name: str = "expect.jsonl") -> list[dict[str, Any]]:
    """The rows of one expectation file; none if it is not there."""
    file = suite / name
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
