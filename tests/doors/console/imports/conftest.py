"""Small exports of systems that do not exist, and what is needed to take them over."""

from datetime import UTC, datetime

import pytest

from pasillo.doors.console.imports.playing.taking import take_over
from pasillo.doors.console.imports.rehearsing import Handed, outlook, read
from pasillo.doors.console.imports.wish import as_wish

TODAY = datetime(2026, 11, 19, 10, 4, tzinfo=UTC)


@pytest.fixture
def lying(tmp_path):
    """Lays a file down, as text or as bytes."""

    def lay(text, name="cases.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return lay


@pytest.fixture
def rehearsed(db, lying):
    """What would come of an export."""

    def rehearse(text, source="csv", name="cases.csv", apart=False, **wish):
        wished = as_wish(source, wish, at=TODAY)
        with read(Handed(path=lying(text, name)), wished, apart=apart) as (staging, _folder):
            return outlook(staging, wished)

    return rehearse


@pytest.fixture
def taken(db, lying):
    """Takes an export over, and says what came of it and what was not understood."""

    def take(text, source="csv", name="cases.csv", beside=None, at=TODAY, **wish):
        wished = as_wish(source, wish, at=at)
        handed = Handed(path=lying(text, name), beside=beside)
        with read(handed, wished, apart=False) as (staging, folder):
            came = take_over(staging, folder, wished, at=at)
            return came, staging.troubles()

    return take
