"""Two people changed the same thing: the second is told, and loses nothing."""

from typing import Protocol

from django.utils.translation import gettext as _

from pasillo.ground.kit.refusals import Refused


class Counted(Protocol):
    """Something that counts its changes."""

    revision: int


class Overtaken(Refused):
    """Somebody else changed it meanwhile."""


def check_revision(thing: Counted, revision: int | None) -> None:
    """Refuses a change that was begun on an older state than the one that is there now."""
    if revision is not None and thing.revision != revision:
        raise Overtaken(_("Somebody else has changed this meanwhile. Compare both, then keep yours or theirs."))
