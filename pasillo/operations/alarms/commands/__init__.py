"""Every way in which alarms ring, climb and are answered."""

from pasillo.operations.alarms.commands.closing import answer_by_deed, say_seen
from pasillo.operations.alarms.commands.planning import Wish, set_plan
from pasillo.operations.alarms.commands.ringing import Bare, find_overlooked, let_go, raise_alarms, sweep
from pasillo.operations.alarms.commands.rostering import TooMuch, call_for_too_much
from pasillo.operations.alarms.commands.watching import watch

__all__ = [
    "Bare",
    "TooMuch",
    "Wish",
    "answer_by_deed",
    "call_for_too_much",
    "find_overlooked",
    "let_go",
    "raise_alarms",
    "say_seen",
    "set_plan",
    "sweep",
    "watch",
]
