"""What every command on an idea does first: lock it, and know who acts."""

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _
from pasillo.improvement.ideas.models import Idea


def locked(idea_id: int) -> Idea:
    """The idea, ours alone until the transaction ends."""
    return Idea.objects.select_for_update(of=("self",)).get(pk=idea_id)


def person_in(by: str) -> int:
    """The person behind 'person:12'. Ideas are a matter of people."""
    sort, _colon, number = by.partition(":")
    if sort != "person" or not number.isdigit():
        raise Refused(str(_("Only a person can do this.")))
    return int(number)
