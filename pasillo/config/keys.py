"""The key that signs links and sessions. It lives beside the data, never in the database."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """The key of this installation: from the environment, else kept in a file made once."""
    given = os.environ.get("PASILLO_SECRET_KEY")
    if given:
        return given
    kept = data / "secret.key"
    if not kept.exists():
        data.mkdir(parents=True, exist_ok=True)
        _write_once(kept)
    return kept.read_text().strip()


def _write_once(path: Path) -> None:
    """Whole or not at all: half a key on a full disk would be taken for the key for ever."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        os.link(half, path)
    except FileExistsError:  # another process was quicker
        return
    finally:
        half.unlink(missing_ok=True)
