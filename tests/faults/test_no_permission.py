"""The data folder cannot be written: in words, with what to do, and nothing half begun."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.config.keeping.at_the_terminal import pasillo
from tests.config.running import house
from tests.faults.disks import mount

pytestmark = pytest.mark.slow


@pytest.fixture
def locked_disk():
    """A data folder on a disk that is mounted for reading only."""
    with house() as data:
        data.mkdir()
        mount("--bind", str(data), str(data))
        mount("-o", "remount,ro,bind", str(data))
        yield data
        subprocess.run(["umount", "-l", str(data)], check=False)


@pytest.mark.parametrize("what", [("start", "--port", "0"), ("verify",), ("backup", "/tmp/never.pasillo")])
def test_on_a_disk_for_reading_only_nothing_begins_and_the_reason_is_said(locked_disk, what):
    said = pasillo(locked_disk, *what)

    assert said.code == 2
    assert "Read-only file system" in said.err
    assert "pasillo check" in said.err
    assert "Traceback" not in said.err
    assert list(locked_disk.iterdir()) == []
    assert not os.path.exists("/tmp/never.pasillo")


def test_the_check_says_what_to_do(locked_disk):
    said = pasillo(locked_disk, "check", "--port", "0")

    assert said.code == 1
    assert f"✗ Nothing can be written in the data folder {locked_disk} (Read-only file system)" in said.out
    assert "mount the disk for writing" in said.out
    assert "Traceback" not in said.words


def test_a_folder_of_somebody_else():
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        pytest.skip("only the administrator can become another account")
    nobody = pwd.getpwnam("nobody")
    away = ("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups")
    home = Path(tempfile.mkdtemp())
    home.chmod(0o755)
    (home / "data").mkdir(mode=0o755)
    try:
        started = pasillo(home / "data", "start", "--port", "0", prefix=away, HOME=str(home))
        checked = pasillo(home / "data", "check", "--port", "0", prefix=away, HOME=str(home))
    finally:
        shutil.rmtree(home)

    assert started.code == 2
    assert "cannot be written (Permission denied)" in started.err
    assert checked.code == 1
    assert "not by this account. Give the account that runs Pasillo the right to write there (chown)" in checked.out
