"""The ballast goes out when next to nothing is free, and comes back when there is room; both are said."""

import pytest

from pasillo.config.keeping import ballast
from pasillo.config.keeping.ballast import Ballast
from pasillo.doors.shell import room
from pasillo.doors.shell.room import MEGABYTE

DISK = 150


@pytest.fixture
def disk(monkeypatch):
    """How many of 150 MB are free, as a list whose last entry holds."""
    free = [100]
    for module in (ballast, room):
        monkeypatch.setattr(module, "free_and_total", lambda place: (free[-1] * MEGABYTE, DISK * MEGABYTE))
    return free


@pytest.fixture
def said():
    return []


@pytest.fixture
def stone(tmp_path, disk, said):
    (tmp_path / "postgres").mkdir()
    stone = Ballast(tmp_path, said.append)
    stone.look_after()
    return stone


def test_it_takes_up_real_room_from_the_start_and_says_nothing(stone, said):
    assert stone.file.stat().st_blocks * 512 >= 30 * MEGABYTE
    assert said == []


def test_it_stays_while_little_is_free_but_enough_for_the_database(stone, disk):
    disk.append(25)
    stone.look_after()

    assert stone.file.exists()
    assert room.is_tight(stone.place)


def test_it_goes_when_next_to_nothing_is_free(stone, disk, said):
    disk.append(0)
    stone.look_after()

    assert not stone.file.exists()
    assert stone.removed.stat().st_size == 0
    assert said == [
        f"The disk of {stone.place} is nearly full. 30 MB of ballast were thrown out, so that the database can go on; "
        "nothing new is taken in until somebody makes room."
    ]


def test_the_room_that_it_made_is_not_taken_for_room(stone, disk):
    disk.append(0)
    stone.look_after()
    disk.append(50)  # more than the 40 that must stay free, but 30 of them are the ballast's

    assert room.is_tight(stone.place)

    disk.append(73)
    assert not room.is_tight(stone.place)


def test_it_comes_back_with_the_room(stone, disk, said):
    disk.append(0)
    stone.look_after()
    disk.append(90)
    stone.look_after()

    assert stone.file.stat().st_size == 30 * MEGABYTE
    assert not stone.removed.exists()
    assert said[-1] == "There is room on the disk again. Everything is taken in as before."


def test_a_database_that_stopped_on_a_full_disk_gets_its_room_at_once(stone, disk):
    disk.append(30)
    stone.make_way()

    assert not stone.file.exists()


def test_a_database_that_stopped_for_another_reason_does_not(stone):
    stone.make_way()

    assert stone.file.exists()


def test_on_a_disk_that_is_small_and_full_from_the_start_none_is_made(tmp_path, disk, said):
    disk.append(60)
    Ballast(tmp_path, said.append).look_after()

    assert not (tmp_path / "ballast").exists()
