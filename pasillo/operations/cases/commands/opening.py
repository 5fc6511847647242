"""A need is told to us: a case begins."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.effects.queries import result_of
from pasillo.ground.files.models import Blob
from pasillo.ground.journal.models import Entry
from pasillo.ground.journal.telling import react, written_so_far
from pasillo.ground.kit.exact import exact_json
from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import forget, known, note, recall
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import FileIn, Words, add_files, note_unproven
from pasillo.operations.conversations.masking import masked
from pasillo.strategy.catalogue.commands import take_slots

LAY_DOWN = "select cases_lay_down(one) from jsonb_array_elements(%s) as one"
ON_FROM = "select setval('case_number', greatest(%s, last_value)) from case_number"
SEVERAL = "several cases are being opened"  # what their beginnings write may be written at once
WHERE_IT_SHOWS = ("portal", "email", "api")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Everything that a door knows when a need is told. The area is the one of the service, if none is named."""

    customer_id: int
    service_id: int
    subject: str
    text: str
    channel: str
    language: str = "en"
    request_type_id: int | None = None
    form_version_id: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[FileIn] = ()
    html: Blob | None = None
    quoted: str = ""
    outside_id: str = ""
    key: str | None = None
    contact_at: datetime | None = None
    unverified: bool = False
    is_unproven: bool = False
    kind: str | None = None
    follows_id: int | None = None
    number: int | None = None
    area_id: int | None = None
    acknowledge: bool = True


def open_case(*, opening: Opening, by: str, at: datetime) -> Case:
    """A need is told to us. The same submission sent twice is one case: the second answer is the first case.

    The promises count from the customer's first contact, which may lie before `at`.
    """
    return open_cases([opening], by=by, at=at)[0]


@transaction.atomic
def open_cases(openings: Sequence[Opening], *, by: str, at: datetime) -> list[Case]:
    """Several needs that are told to us at once: all of them become cases, or none does."""
    note(SEVERAL, len(openings) > 1)
    cases = [_opened(opening, laid, by=by, at=at) for opening, laid in _lay_down(openings, by=by, at=at)]
    if recall(SEVERAL):
        written_so_far()
        forget(SEVERAL)
    return cases


def _opened(opening: Opening, laid: dict[str, Any] | None, *, by: str, at: datetime) -> Case:
    if laid is None:
        return _first_case(opening.key or "")
    add_files(laid["message_id"], opening.files)
    if opening.is_unproven:
        note_unproven(laid["message_id"])
    case = known(("case", laid["case_id"]), lambda: _case(opening, laid, at=at))
    if any(isinstance(answer, dict) and "slot" in answer for answer in opening.answers.values()):
        take_slots(opening.form_version_id, opening.answers, about=case.ref, by=by, at=at)
    react([Entry(about=case.ref, by=by, happened_at=case.opened_at, **entry) for entry in laid["entries"]])
    return case


def number_on_from(number: int) -> None:
    """The next case that brings no number of its own comes after this one."""
    with connection.cursor() as cursor:
        cursor.execute(ON_FROM, [number])


def _lay_down(openings: Sequence[Opening], *, by: str, at: datetime) -> Iterator[tuple[Opening, dict[str, Any] | None]]:
    """Write conversations, cases, first messages, facts and acknowledgements in one statement."""
    rows = [_row(opening, by=by, at=at) for opening in openings]
    written_so_far()
    with connection.cursor() as cursor:
        cursor.execute(LAY_DOWN, [exact_json(rows)])
        for opening, (laid,) in zip(openings, cursor.fetchall(), strict=True):
            yield opening, json.loads(laid) if laid else None


def _row(opening: Opening, *, by: str, at: datetime) -> dict[str, Any]:
    return {
        "key": f"form:{opening.key}" if opening.key else None,
        "ledger": effects.ledger_is_on(),
        "by": by,
        "at": at,
        "contact_at": opening.contact_at or at,
        "customer_id": opening.customer_id,
        "service_id": opening.service_id,
        "request_type_id": opening.request_type_id,
        "form_version_id": opening.form_version_id,
        "answers": dict(opening.answers),
        "kind": opening.kind,
        "subject": _subject(opening),
        "language": known_language(opening.language),
        "channel": opening.channel,
        "text": masked(safe(opening.text)),
        "quoted": masked(safe(opening.quoted)),
        "html": opening.html.pk if opening.html else None,
        "outside_id": safe(opening.outside_id)[:400],
        "unverified": opening.unverified,
        "follows_id": opening.follows_id,
        "number": opening.number,
        "area_id": opening.area_id,
        "acknowledge": opening.acknowledge and opening.channel in WHERE_IT_SHOWS,
    }


def _subject(opening: Opening) -> str:
    given = masked(" ".join(safe(opening.subject).split()))[:300]
    return given or _first_line(opening.text) or _("No subject")


def _first_line(text: str) -> str:
    line = next((line.strip() for line in masked(safe(text)).splitlines() if line.strip()), "")
    return line if len(line) <= 90 else line[:89].rsplit(" ", 1)[0] + "…"


def _case(opening: Opening, laid: dict[str, Any], *, at: datetime) -> Case:
    first_contact = opening.contact_at or at
    case = Case(
        id=laid["case_id"],
        number=laid["number"],
        customer_id=opening.customer_id,
        account_id=laid["account_id"],
        service_id=opening.service_id,
        request_type_id=opening.request_type_id,
        form_version_id=opening.form_version_id,
        answers=dict(opening.answers),
        kind=laid["kind"],
        subject=_subject(opening),
        area_id=laid["area_id"],
        language=known_language(opening.language),
        channel=opening.channel,
        conversation_id=laid["conversation_id"],
        follows_id=opening.follows_id,
        unverified=opening.unverified,
        opened_at=first_contact,
        changed_at=at,
        waiting_since=first_contact,
    )
    case._state.adding = False
    case._state.db = connection.alias
    return case


def _first_case(key: str) -> Case:
    about = result_of(f"form:{key}")
    if not about.startswith("case:"):
        raise Refused(_("This form was sent before. Please open the page again."))
    return Case.objects.get(pk=int(about.removeprefix("case:")))


def follow_up(case: Case, words: Words, *, author_id: int, key: str | None, by: str, at: datetime) -> Case:
    """A new case that follows one which has been over for long."""
    opening = Opening(
        customer_id=author_id,
        service_id=case.service_id,
        subject=case.subject,
        text=words.text,
        channel=words.channel,
        language=case.language,
        request_type_id=case.request_type_id,
        kind=case.kind,
        files=words.files,
        html=words.html,
        quoted=words.quoted,
        outside_id=words.outside_id,
        is_unproven=words.is_unproven,
        key=key,
        follows_id=case.pk,
    )
    return open_case(opening=opening, by=by, at=at)
