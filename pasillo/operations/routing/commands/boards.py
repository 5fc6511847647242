"""How the work of an area finds its people, and how much each of them can carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.hours.models import Calendar
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.languages import LANGUAGES
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area, Membership
from pasillo.operations.cases.conditions import CHANNELS
from pasillo.operations.routing.facts import BoardChanged, SeatChanged
from pasillo.operations.routing.models import USUAL_CAP, USUAL_TOUCH, Board, Choice, Mode, Seat
from pasillo.operations.routing.ranking import PERCENT_SPARE, POLICIES
from pasillo.operations.routing.snapshot import SERVING

MOST_CASES, LONGEST_TOUCH = 500, 480


@dataclass(frozen=True, kw_only=True)
class BoardAs:
    """How somebody wishes that the work of an area finds its people."""

    mode: str
    policy: str = PERCENT_SPARE
    touch_minutes: int = USUAL_TOUCH
    relax_at: int = 50
    overflow_id: int | None = None
    drips: bool = True


@dataclass(frozen=True, kw_only=True)
class SeatAs:
    """How much somebody can carry in an area."""

    cap: int = USUAL_CAP
    channel_caps: Mapping[str, int] = field(default_factory=dict)
    languages: Sequence[str] = ()
    calendar_id: int | None = None


@transaction.atomic
def set_board(area_id: int, *, wish: BoardAs, by: str, at: datetime) -> Board:
    """From now on the work of this area finds its people like this. Switched off, what was suggested is forgotten."""
    _check_board(area_id, wish)
    Area.objects.select_for_update(no_key=True).get(pk=area_id)
    board = Board.objects.filter(pk=area_id).first() or Board(area_id=area_id, version=0)
    board.mode, board.policy, board.touch_minutes = wish.mode, wish.policy, wish.touch_minutes
    board.relax_at, board.overflow_id, board.drips = wish.relax_at, wish.overflow_id, wish.drips
    board.version += 1
    board.save()
    if wish.mode != Mode.SUGGEST:
        Choice.objects.filter(area_id=area_id, outcome=Choice.Outcome.SUGGESTED).delete()
    tell(BoardChanged(area_id=area_id, mode=wish.mode), about=f"area:{area_id}", by=by, at=at)
    return board


@transaction.atomic
def set_seat(area_id: int, person_id: int, *, wish: SeatAs, by: str, at: datetime) -> Seat:
    """This person carries so much in this area from now on."""
    if not Membership.objects.filter(area=area_id, person=person_id, role__in=SERVING).exists():
        raise Refused(_("This person does not serve in this area."))
    _check_seat(wish)
    kept = {
        "cap": wish.cap,
        "channel_caps": dict(wish.channel_caps),
        "languages": [code for code in LANGUAGES if code in wish.languages],
        "calendar_id": wish.calendar_id,
    }
    seat, _new = Seat.objects.update_or_create(area_id=area_id, person_id=person_id, defaults=kept)
    fact = SeatChanged(area_id=area_id, person_id=person_id, cap=wish.cap)
    tell(fact, about=f"area:{area_id}", by=by, at=at)
    return seat


def _check_board(area_id: int, wish: BoardAs) -> None:
    if wish.mode not in Mode.values or wish.policy not in POLICIES:
        raise Refused(_("Choose who gives out the work."))
    if not 0 <= wish.touch_minutes <= LONGEST_TOUCH:
        raise Refused(_("A case takes between 0 and 480 minutes at first touch."))
    if not 1 <= wish.relax_at <= 100:
        raise Refused(_("A case begins to press between 1 and 100 per cent of its promise."))
    if wish.overflow_id == area_id:
        raise Refused(_("An area cannot help itself out. Choose another."))
    if wish.overflow_id and not Area.objects.filter(pk=wish.overflow_id, is_active=True).exists():
        raise Refused(_("Choose an area that serves."))


def _check_seat(wish: SeatAs) -> None:
    if not 0 <= wish.cap <= MOST_CASES:
        raise Refused(_("Somebody can hold between 0 and 500 cases."))
    if any(name not in CHANNELS or not 0 <= most <= MOST_CASES for name, most in wish.channel_caps.items()):
        raise Refused(_("Somebody can hold between 0 and 500 cases."))
    if wish.calendar_id and not Calendar.objects.filter(pk=wish.calendar_id).exists():
        raise Refused(_("Choose hours that there are."))
