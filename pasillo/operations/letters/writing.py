"""The worker's side of a letter: it is written when there is time, and stays with a person when it cannot be."""

from datetime import datetime

from pasillo.ground.effects.commands import Claimed
from pasillo.ground.effects.sending import NeverWill
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.letters import commands
from pasillo.operations.letters.commands import WRITE

__all__ = ["WRITE", "write"]


def write(claimed: Claimed, *, at: datetime) -> None:
    """Carries out one owed letter. What was written before is not written again."""
    letter_id = int(claimed.effect.payload["letter_id"])
    try:
        commands.produce(letter_id, at=at)
    except Refused as refusal:
        commands.leave_to_a_person(letter_id, why=str(refusal), at=at)
        raise NeverWill(str(refusal)) from refusal
