"""Disks of a size that can be filled, and disks that cannot be written; gone afterwards."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.running import house

PIECES = (2**20, 2**12, 1)


@contextlib.contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A disk in memory at this place. Where mounting is not permitted the test is skipped and says so."""
    place.mkdir(parents=True, exist_ok=True)
    mount("-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(place))
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


@contextlib.contextmanager
def house_on_a_small_disk(megabytes: int = 150) -> Iterator[Path]:
    """A data folder that has a disk of its own."""
    with house() as data, small_disk(data, megabytes):
        yield data


def mount(*arguments: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("only the administrator of a machine may mount a disk")
    said = subprocess.run(["mount", *arguments], capture_output=True, text=True)
    if said.returncode:
        pytest.skip(f"no disk can be mounted here: {said.stderr.strip()}")


def fill(disk: Path, name: str) -> Path:
    """Writes until not one byte more fits."""
    file = disk / name
    with open(file, "ab", buffering=0) as filling:
        for size in PIECES:
            with contextlib.suppress(OSError):
                while filling.write(b"x" * size) == size:
                    pass
    return file
