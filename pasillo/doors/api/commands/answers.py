"""A request with an Idempotency-Key is done once, however often it comes: the first answer is kept and comes again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction

from pasillo.doors.api.models import KeptAnswer, Upload, Use
from pasillo.ground.effects.commands import ledger_is_on
from pasillo.ground.effects.queries import result_of
from pasillo.ground.kit.looking import for_the_house

KEPT_FOR, UPLOADS_FOR, USES_FOR = timedelta(days=7), timedelta(days=2), 10
CLAIM = """
insert into api_keptanswer (person_id, key, asked, status, headers, body, made_at)
values (%s, %s, %s, 0, '{}', '', %s) on conflict do nothing
"""


class KeyUsedForSomethingElse(Exception):
    """The same Idempotency-Key came with another request."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What was answered: status, headers and body."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def once(*, person_id: int, key: str, asked: str, at: datetime, do: Callable[[], Answered]) -> Answered:
    """Do it and keep what is answered, in one transaction. Whoever comes at the same time waits, and gets the same.

    What is refused is taken back with everything else: nothing happened, and the key is still free.
    """
    if not key or not ledger_is_on():
        return do()
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [person_id, key, asked, at])
        first = cursor.rowcount == 1
    if not first:
        return told_before(person_id=person_id, key=key, asked=asked) or do()
    answered = do()
    kept = KeptAnswer.objects.filter(person_id=person_id, key=key)
    kept.update(status=answered.status, headers=dict(answered.headers), body=answered.body)
    return answered


def told_before(*, person_id: int, key: str, asked: str) -> Answered | None:
    """What was answered under this key. Another request under the same key is a mistake of whoever sends it."""
    kept = KeptAnswer.objects.filter(person_id=person_id, key=key).first() if key else None
    if kept is None and not _opened_a_case(person_id, key):
        return None
    if kept is None or kept.asked != asked:
        raise KeyUsedForSomethingElse
    return Answered(status=kept.status, headers=kept.headers, body=kept.body)


@for_the_house("what was done under this key is their own, and asked before anything else of them is known")
def check_unused(*, person_id: int, key: str) -> None:
    """Refuse a key under which something else was done: for what remembers its own keys."""
    if key and KeptAnswer.objects.filter(person_id=person_id, key=key).exists():
        raise KeyUsedForSomethingElse


def key_of_case(person_id: int, key: str) -> str:
    """Under which name a case that was opened with this key is remembered: no answer is kept beside it."""
    return f"api:{person_id}:{key}"


def _opened_a_case(person_id: int, key: str) -> bool:
    return bool(key and result_of(f"form:{key_of_case(person_id, key)}"))


@transaction.atomic
def forget_answers(*, at: datetime) -> int:
    """Answers of last week, files that nobody used, and counts of long ago need not be kept. Returns how many went."""
    gone, _ = KeptAnswer.objects.filter(made_at__lt=at - KEPT_FOR).delete()
    Upload.objects.filter(made_at__lt=at - UPLOADS_FOR).delete()
    Use.objects.filter(minute__lt=int(at.timestamp()) // 60 - USES_FOR).delete()
    return gone
