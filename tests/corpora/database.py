"""A database of its own for what is played by commands, outside of pytest."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests import keeper


def set_up() -> None:
    """The rooms of the house are known, as in every process of ours: channels name their tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()


@contextmanager
def a_database() -> Iterator[None]:
    """A fresh copy of the tests' template, gone afterwards."""
    set_up()
    from django.db import connections

    from tests import template

    guest = keeper.join()
    name = template.copy_for_this_process()
    connections["default"].settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        template.drop(name)
        guest.close()
