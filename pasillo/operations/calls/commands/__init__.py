"""Every way in which phone systems, calls and call-backs change."""

from pasillo.operations.calls.commands.calling_back import agree, give_up, miss_what_is_over, reached, tried
from pasillo.operations.calls.commands.taking import SystemAs, Told, log_into, note_refusal, set_up, take

__all__ = [
    "SystemAs",
    "Told",
    "agree",
    "give_up",
    "log_into",
    "miss_what_is_over",
    "note_refusal",
    "reached",
    "set_up",
    "take",
    "tried",
]
