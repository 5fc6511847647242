"""A backup is read only if each of its bytes is as it was written."""

import random
import tarfile

import pytest

from pasillo.config.keeping.parcel import DATABASE, Writer, open_parcel
from pasillo.config.postgres.trouble import Trouble

DUMP = [b"PGDMP" + bytes(range(256)) * 40, b"the rest of it"]


@pytest.fixture
def backup(tmp_path):
    file = tmp_path / "monday.pasillo"
    with Writer(file) as parcel:
        parcel.add(DATABASE, DUMP)
        parcel.finish({"pasillo": "0.1.0", "rows": {"cases_case": 3}})
    return file


def test_what_was_put_in_comes_out(backup):
    parcel = open_parcel(backup)

    assert b"".join(parcel.pieces(DATABASE)) == b"".join(DUMP)
    assert parcel.contents["rows"] == {"cases_case": 3}


def test_anybody_can_look_into_it_with_tar(backup):
    with tarfile.open(backup) as tar:
        assert tar.getnames() == ["database.dump", "contents.json", "seal"]
        assert tar.extractfile("database.dump").read() == b"".join(DUMP)


def test_nobody_else_on_the_machine_may_read_it(backup):
    assert backup.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_backup_that_was_cut_off_is_refused_in_words(backup, share):
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(Trouble, match="ends too early|not a backup of Pasillo"):
        open_parcel(backup)


def test_wherever_a_byte_has_changed_it_is_noticed(backup):
    whole, chance = backup.read_bytes(), random.Random(7)
    places = {0, 120, 300, len(whole) - 1, len(whole) - 1100, *(chance.randrange(len(whole)) for _ in range(400))}
    read = []
    for place in sorted(places):
        backup.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            open_parcel(backup)
            read.append(place)
        except Trouble:
            continue

    assert read == []


def test_another_file_is_not_taken_for_a_backup(tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8" * 4000)

    with pytest.raises(Trouble, match="not a backup of Pasillo"):
        open_parcel(tmp_path / "holiday.jpg")

    (tmp_path / "list.txt").write_text("Milk, bread, a key for the gate.")
    with pytest.raises(Trouble, match="not a backup of Pasillo"):
        open_parcel(tmp_path / "list.txt")


def test_a_file_that_is_not_there_is_said_to_be_not_there(tmp_path):
    with pytest.raises(Trouble, match="There is no file"):
        open_parcel(tmp_path / "nothing")


def test_what_breaks_on_the_way_leaves_nothing_behind(tmp_path):
    def breaks():
        yield b"some"
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"), Writer(tmp_path / "half.pasillo") as parcel:
        parcel.add(DATABASE, breaks())

    assert list(tmp_path.iterdir()) == []


def test_a_name_that_was_taken_meanwhile_is_not_overwritten(tmp_path):
    file = tmp_path / "monday.pasillo"
    with pytest.raises(FileExistsError), Writer(file) as parcel:
        parcel.add(DATABASE, DUMP)
        file.write_text("somebody else's")
        parcel.finish({})

    assert file.read_text() == "somebody else's"
    assert list(tmp_path.iterdir()) == [file]
