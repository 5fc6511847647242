"""How far the example company has come while it is loaded: a line in a file, which every page can show."""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

STALE_SECONDS = 120


@dataclass(frozen=True)
class Progress:
    """The day that is played now, and how many there are."""

    day: int
    days: int


def note_progress(progress: Progress | None) -> None:
    """Write it down for the pages; nothing, once it is over."""
    place = _place()
    if progress is None:
        place.unlink(missing_ok=True)
        return
    half = place.with_suffix(".progress-half")
    half.write_text(json.dumps(asdict(progress)))
    half.replace(place)


def example_progress() -> Progress | None:
    """How far it has come, if it is being loaded now."""
    if not settings.EXAMPLE:
        return None
    try:
        if time.time() - _place().stat().st_mtime > STALE_SECONDS:  # noqa: TID251 - the age of a file, not of a case
            return None
        return Progress(**json.loads(_place().read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _place() -> Path:
    return Path(settings.DATA) / "example.progress"
