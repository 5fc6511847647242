"""What machines may change by themselves: keys, kept answers, files sent ahead, and what happened elsewhere."""

from pasillo.doors.api.commands.answers import Answered, KeyUsedForSomethingElse, forget_answers, once
from pasillo.doors.api.commands.happenings import TellsSomethingElse, happened
from pasillo.doors.api.commands.tokens import (
    fingerprint,
    make_own_token,
    make_token,
    revoke_all_of,
    revoke_token,
    revoke_tokens,
)
from pasillo.doors.api.commands.uploads import keep_upload
from pasillo.doors.api.commands.uses import settle_uses

__all__ = [
    "Answered",
    "KeyUsedForSomethingElse",
    "TellsSomethingElse",
    "fingerprint",
    "forget_answers",
    "happened",
    "keep_upload",
    "make_own_token",
    "make_token",
    "once",
    "revoke_all_of",
    "revoke_token",
    "revoke_tokens",
    "settle_uses",
]
