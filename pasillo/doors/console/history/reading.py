"""Says what each line of a log means in our words, or why it means nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from pasillo.doors.console.history.lines import csv_records
from pasillo.doors.console.history.mapping import LogMap
from pasillo.doors.console.history.vocabulary import Record, Row, Trouble, Turn
from pasillo.doors.console.history.xes import xes_records

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
FORMS = {"csv": csv_records, "xes": xes_records}
LONGEST_NAME = 200
BROKEN_LETTER = "\ufffd"


class Unusable(Exception):
    """Why a line cannot be used."""


def rows(path: Path, log_map: LogMap, *, at: datetime) -> Iterator[Row | Trouble]:
    """The lines of a log in our words, in the order of the file."""
    for record in FORMS[log_map.form](path, log_map):
        if isinstance(record, Trouble):
            yield record
            continue
        case = _said(record, log_map, "case")[:LONGEST_NAME]
        try:
            yield _row(record, case, log_map, at)
        except Unusable as trouble:
            yield Trouble(line=record.line, why=str(trouble), case=case)


def _row(record: Record, case: str, log_map: LogMap, at: datetime) -> Row:
    if not case:
        raise Unusable(_("It does not say to which case it belongs."))
    for columns in log_map.columns.values():
        if any(BROKEN_LETTER in record.values.get(column, "") for column in columns):
            raise Unusable(_("Its letters are not written in %(encoding)s.") % {"encoding": log_map.encoding})
    moment = _moment(_said(record, log_map, "at"), log_map, at)
    opened = _said(record, log_map, "opened")
    channel = _said(record, log_map, "channel")
    return Row(
        line=record.line,
        case=case,
        at=moment,
        turn=_turn(record, log_map),
        group=_said(record, log_map, "group")[:LONGEST_NAME],
        person=_said(record, log_map, "person")[:LONGEST_NAME],
        priority=_priority(_said(record, log_map, "priority"), log_map),
        opened_at=_moment(opened, log_map, at) if opened else None,
        customer=_said(record, log_map, "customer")[:LONGEST_NAME],
        channel=log_map.channels.get(channel, log_map.channel),
        offer=_offer(record, log_map),
        subject=_said(record, log_map, "subject")[:300],
    )


def _said(record: Record, log_map: LogMap, role: str) -> str:
    """What the columns of this role say; nothing where the log says nothing."""
    said = (record.values.get(column, "").strip() for column in log_map.columns.get(role, ()))
    return "/".join(word for word in said if word not in log_map.nothing)


def _moment(text: str, log_map: LogMap, at: datetime) -> datetime:
    try:
        told = _as_written(text, log_map.moments)
        moment = (told if told.tzinfo else told.replace(tzinfo=log_map.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unusable(_("“%(text)s” is no moment that the map can read.") % {"text": text[:60]}) from None
    if not EARLIEST <= moment <= at:
        raise Unusable(_("%(text)s lies in the future, or before 1990.") % {"text": text[:60]})
    return moment


def _as_written(text: str, form: str) -> datetime:
    return datetime.fromisoformat(text) if form == "iso" else datetime.strptime(text, form)  # noqa: DTZ007


def _turn(record: Record, log_map: LogMap) -> Turn:
    word = _said(record, log_map, "state")
    turn = log_map.means.get(word)
    if turn is None and not log_map.unknown_is_nothing:
        raise Unusable(_("The map does not say what “%(word)s” means.") % {"word": word[:60]})
    return turn or Turn.NOTHING


def _priority(word: str, log_map: LogMap) -> int | None:
    if not word or not log_map.priorities:
        return None
    if word not in log_map.priorities:
        raise Unusable(_("The map does not know the priority “%(word)s”.") % {"word": word[:60]})
    return log_map.priorities[word]


def _offer(record: Record, log_map: LogMap) -> int | None:
    """Which service of the map this line speaks of: the first whose columns say so."""
    for place, offer in enumerate(log_map.services):
        if all(record.values.get(column, "").strip() == value for column, value in offer.when.items()):
            return place
    return None
