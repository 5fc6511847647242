"""Which cases a person wants to see: a few words of an address, compiled from a list of what may be asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower

from pasillo.ground.kit.plain import plain, safe
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import PRIORITIES

CHANNELS = (
    "email", "portal", "phone", "desk", "chat", "whatsapp", "telegram", "sms", "messenger", "instagram", "line",
    "slack", "api",
)  # fmt: skip
KINDS = ("request", "question", "incident", "complaint", "suggestion", "compliment", "delivery")
ME, NOBODY = "me", "nobody"
MOST_VALUES, LONGEST = 20, 200
ACCENTED, PLAIN = "áàâäãåéèêëíìîïóòôöõúùûüñç", "aaaaaaeeeeiiiiooooouuuunc"


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """What was asked for; an empty one asks for everything. Several values of one sort mean one or the other."""

    service: tuple[str, ...] = field(default=())
    area: tuple[str, ...] = field(default=())
    channel: tuple[str, ...] = field(default=())
    kind: tuple[str, ...] = field(default=())
    priority: tuple[str, ...] = field(default=())
    assignee: tuple[str, ...] = field(default=())
    words: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    @property
    def asked(self) -> dict[str, str]:
        """As it stands in an address: `service=move-home,repairs&priority=1&words=alarm`."""
        told = {name: ",".join(getattr(self, name)) for name in SORTS} | {"words": self.words}
        return {name: value for name, value in told.items() if value}


def _one_of(allowed: Iterable[object]) -> Callable[[str], bool]:
    known = frozenset(map(str, allowed))
    return lambda value: value in known


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 15


def _is_person(value: str) -> bool:
    return value in (ME, NOBODY) or _is_number(value)


def _is_slug(value: str) -> bool:
    return 0 < len(value) <= 80 and all(letter.isalnum() or letter in "-_" for letter in value)


SORTS: dict[str, Callable[[str], bool]] = {
    "service": _is_slug,
    "area": _is_number,
    "channel": _one_of(CHANNELS),
    "kind": _one_of(KINDS),
    "priority": _one_of(PRIORITIES),
    "assignee": _is_person,
}


def narrowing_of(given: Mapping[str, Iterable[str]]) -> Narrowing:
    """What an address or a form asks for. What is not on the list is passed over, never tried."""
    values = {name: _values(given.get(name, ()), allowed) for name, allowed in SORTS.items()}
    words = next(iter(given.get("words", ())), "")
    return Narrowing(**values, words=" ".join(safe(words).split())[:LONGEST])


def _values(given: Iterable[str], allowed: Callable[[str], bool]) -> tuple[str, ...]:
    parts = [part.strip() for value in given for part in value.split(",")]
    return tuple(sorted({part for part in parts if allowed(part)}))[:MOST_VALUES]


def narrowed(cases: QuerySet[Case], asked: Narrowing, sight: Sight) -> QuerySet[Case]:
    """Those of some cases that were asked for."""
    for name, column in COLUMNS.items():
        values = getattr(asked, name)
        if values:
            cases = cases.filter(**{f"{column}__in": values})
    if asked.assignee:
        cases = cases.filter(_held_by(asked.assignee, sight))
    for word in plain(asked.words).split():
        plain_subject = Func(
            Lower("subject"), Value(ACCENTED), Value(PLAIN), function="translate", output_field=TextField()
        )
        cases = cases.annotate(plain_subject=plain_subject, found_by=F("customer__found_by"))
        cases = cases.filter(Q(plain_subject__contains=word) | Q(found_by__contains=word) | _numbered(word))
    return cases


COLUMNS = {
    "service": "service__slug",
    "area": "area_id",
    "channel": "channel",
    "kind": "kind",
    "priority": "priority",
}


def _held_by(who: tuple[str, ...], sight: Sight) -> Q:
    wanted = {int(one) for one in who if _is_number(one)}
    if ME in who and sight.person_id is not None:
        wanted.add(sight.person_id)
    held = Q(assignee_id__in=wanted)
    return held | Q(assignee=None) if NOBODY in who else held


def _numbered(word: str) -> Q:
    digits = word.removeprefix("#")
    return Q(number=int(digits)) if _is_number(digits) else Q(pk__in=())
