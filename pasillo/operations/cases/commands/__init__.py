"""Every way in which a case changes. Each command locks, checks a rule, changes and tells, in one transaction."""

from pasillo.operations.cases.commands.asking import aside_answers, hold_aside_answer, write_aside
from pasillo.operations.cases.commands.attending import set_priority, snooze, wake, wake_due
from pasillo.operations.cases.commands.by_kind import make_formal, thank
from pasillo.operations.cases.commands.deciding import let_in_message, set_message_aside, take_out_message
from pasillo.operations.cases.commands.ending import (
    cancel,
    close_silently,
    confirm,
    dispute,
    resolve,
    settle,
)
from pasillo.operations.cases.commands.holding import assign, take, transfer
from pasillo.operations.cases.commands.knowing import let_read, part_people
from pasillo.operations.cases.commands.merging import merge
from pasillo.operations.cases.commands.opening import SEVERAL, Opening, number_on_from, open_case, open_cases
from pasillo.operations.cases.commands.reaching import note_letter_seen, note_seen, note_unseen
from pasillo.operations.cases.commands.sending import (
    resolve_soon,
    say_what_is_due,
    send,
    send_now,
    take_back,
    then_resolve,
)
from pasillo.operations.cases.commands.sharing import add_person, remove_person
from pasillo.operations.cases.commands.splitting import Part, split
from pasillo.operations.cases.commands.talking import customer_writes, hold_message, note, reply
from pasillo.operations.cases.commands.tasks import ask_area, finish_task, move_task
from pasillo.operations.cases.commands.unmerging import unmerge
from pasillo.operations.cases.commands.upkeep import (
    note_away,
    note_undelivered,
    send_again,
    set_next_due,
    verify_cases_of,
)
from pasillo.operations.cases.commands.waiting import resume, wait, wake_agreed

__all__ = [
    "SEVERAL",
    "Opening",
    "Part",
    "add_person",
    "aside_answers",
    "ask_area",
    "assign",
    "cancel",
    "close_silently",
    "confirm",
    "customer_writes",
    "dispute",
    "finish_task",
    "hold_aside_answer",
    "hold_message",
    "let_in_message",
    "let_read",
    "make_formal",
    "merge",
    "move_task",
    "note",
    "note_away",
    "note_letter_seen",
    "note_seen",
    "note_undelivered",
    "note_unseen",
    "number_on_from",
    "part_people",
    "open_case",
    "open_cases",
    "remove_person",
    "reply",
    "resolve",
    "resolve_soon",
    "resume",
    "say_what_is_due",
    "send",
    "send_again",
    "send_now",
    "set_message_aside",
    "set_next_due",
    "set_priority",
    "settle",
    "snooze",
    "split",
    "take",
    "take_back",
    "take_out_message",
    "thank",
    "then_resolve",
    "transfer",
    "unmerge",
    "verify_cases_of",
    "wait",
    "wake",
    "wake_agreed",
    "wake_due",
    "write_aside",
]
