"""An address is made from a name in whatever letters it is written."""

import pytest

from pasillo.ground.kit.addresses import address_from


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Move home", "move-home"),
        ("Atención técnica", "atencion-tecnica"),
        ("خدمة المصعد", "room-1"),
        ("エレベーター", "room-1"),
        ("電話 5G", "5g"),
        ("…", "room-1"),
        ("New", "room-1"),
        ("word " * 40, "-".join(["word"] * 16)),
    ],
)
def test_a_name_gives_an_address(name, made):
    assert address_from(name, otherwise="room", never={"new"}) == made


def test_what_is_taken_stays_so_where_the_name_is_told_whole():
    taken = {"move-home", "5g", "room-1", "room-2"}

    assert address_from("Move home", otherwise="room", taken=taken) == "move-home"
    assert address_from("電話 5G", otherwise="room", taken=taken) == "room-3"
    assert address_from("エレベーター", otherwise="room", taken=taken) == "room-3"
