"""The wheel: one file, installed in an empty folder, is the whole product."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pasillo.config.places import socket_folder
from tests.config.running import free_port, until
from tests.keeper import ROOT, folder

UV = Path(sys.executable).parent / "uv"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    shelf = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(shelf), cwd=ROOT)
    return next(shelf.glob("pasillo-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """An environment of its own with the wheel and nothing of our folder."""
    room = tmp_path_factory.mktemp("room")
    run(UV, "venv", "-q", "--python", sys.executable, room / "env", cwd=room)
    locked = ROOT / "requirements/runtime.txt"
    run(UV, "pip", "install", "-q", "--python", room / "env/bin/python", "-c", locked, wheel, cwd=room)
    return room / "env/bin"


def run(*command: object, cwd: Path) -> str:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PASILLO_", "DJANGO_", "PYTHON"))
    }
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=clean, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_carries_words_icons_and_pages_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    for wanted in ("locale/es/LC_MESSAGES/django.mo", "locale/id/LC_MESSAGES/django.mo"):
        assert f"pasillo/{wanted}" in names
    assert "pasillo/doors/shell/static/shell/icons/sprite.svg" in names
    assert "pasillo/doors/portal/templates/portal/home.html" in names
    assert not [name for name in names if name.startswith(("tests/", "tools/", "data/"))]


def test_it_starts_in_an_empty_folder_and_speaks_spanish(installed):
    with empty_folder() as home:
        port = free_port()
        with started(installed, home, port) as process:
            until(lambda: answers(port) or process.poll() is not None, 60)
            page = asked(port, "/", "es")

        assert "¿Qué necesita" in page
        assert sorted(path.name for path in home.iterdir()) == ["data", "said"]
        assert run(installed / "pasillo", "--help", cwd=home).startswith("usage: pasillo")


@contextlib.contextmanager
def empty_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pasillo-wheel-", dir=folder().parent) as home:
        os.chmod(home, 0o711)
        yield Path(home)
        with contextlib.suppress(OSError):
            socket_folder(Path(home) / "data").rmdir()


@contextlib.contextmanager
def started(installed: Path, home: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PASILLO_", "DJANGO_", "PYTHON"))
    }
    with open(home / "said", "wb") as said:
        process = subprocess.Popen(
            [str(installed / "pasillo"), "start", "--port", str(port), "--no-mail"],
            cwd=home, env=clean, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def answers(port: int) -> bool:
    try:
        return "¿" in asked(port, "/", "es")
    except (OSError, http.client.HTTPException):
        return False


def asked(port: int, path: str, language: str) -> str:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", path, headers={"Accept-Language": language, "Host": f"127.0.0.1:{port}"})
        return line.getresponse().read().decode()
    finally:
        line.close()
