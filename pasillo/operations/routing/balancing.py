"""Which cases could move so that the work of an area is shared better. Plain Python; a person says yes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pasillo.operations.routing.eligibility import Candidate, Wanted
from pasillo.operations.routing.sharing_out import Team

MOST = 20
PER_CENT = 100
AWAY = 10**6


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A case that nobody has begun yet, and who holds it."""

    holder_id: int
    wanted: Wanted


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A move: from whom, to whom, and how full both would be, in per cent."""

    case_id: int
    giver_id: int
    taker_id: int
    giver_share: int
    taker_share: int


def share_of(one: Candidate) -> int:
    """How much of what they can carry they carry, in per cent; whoever is away should carry nothing."""
    if one.is_away:
        return AWAY if one.load > 0 else 0
    return one.load * PER_CENT // one.cap if one.cap else (AWAY if one.load else 0)


def propose(pieces: Iterable[Piece], people: Sequence[Candidate], *, at: datetime, most: int = MOST) -> list[Proposed]:
    """From the fullest to who has most room and can do it, as long as it makes the fullest less full than they were."""
    by_id = {one.person_id: one for one in people}
    movable = [piece for piece in pieces if piece.holder_id in by_id]
    team = Team(people)
    moves: list[Proposed] = []
    while len(moves) < most:
        move = _next(movable, by_id, team, at)
        if move is None:
            break
        moves.append(move)
    return moves


def _next(movable: list[Piece], by_id: dict[int, Candidate], team: Team, at: datetime) -> Proposed | None:
    """The next case to move, the last due of the fullest first."""
    fullest = sorted({piece.holder_id for piece in movable}, key=lambda who: (-share_of(by_id[who]), who))
    for giver in (by_id[who] for who in fullest):
        for piece in [one for one in reversed(movable) if one.holder_id == giver.person_id]:
            taker_id = team.choose(piece.wanted, at=at).person_id
            taker = by_id.get(taker_id or 0)
            if taker is None or taker is giver or not _helps(giver, taker, piece.wanted.weight):
                continue
            movable.remove(piece)
            giver.load -= piece.wanted.weight
            taker.give(piece.wanted, at)
            return Proposed(
                case_id=piece.wanted.case_id, giver_id=giver.person_id, taker_id=taker.person_id,
                giver_share=share_of(giver), taker_share=share_of(taker),
            )  # fmt: skip
    return None


def _helps(giver: Candidate, taker: Candidate, weight: int) -> bool:
    """Whether the taker would be less full with it than the giver would have stayed: no moving for its own sake."""
    if taker.cap <= 0:
        return False
    after = (taker.load + weight) * PER_CENT // taker.cap
    return after < share_of(giver)
