"""The first lines of the cockpit: what one person would say to another in the morning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.cockpit import words
from pasillo.doors.cockpit.asking import Asked
from pasillo.doors.cockpit.scope import Steered
from pasillo.measurement.reports.course import Course
from pasillo.measurement.reports.matrix import Cell, Row
from pasillo.measurement.reports.worst_experiences import Ledger


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence, and where it leads."""

    words: str
    url: str = ""


def lead(
    rows: Sequence[Row],
    services: Mapping[int, Steered],
    courses: Mapping[int, Course],
    ledger: Ledger,
    asked: Asked,
) -> list[Sentence]:
    """How many services deviate, the one that deviates most, and how many customers felt it."""
    measured = [row for row in rows if any(cell.verdict for cell in row.cells)]
    clear = [row for row in measured if row.tone == "late"]
    perhaps = [row for row in measured if row.tone == "risk"]
    said = [Sentence(words=_how_many(len(clear), len(perhaps), len(measured), len(rows)))]
    worst = most_deviating(rows)
    if worst:
        cell = next(cell for cell in worst.cells if cell.tone == worst.tone)
        service = services[worst.service_id]
        said.append(
            Sentence(words=_deviation(cell, service), url=asked.cases(measure=cell.measure, service=service.id))
        )
        said += _slower(courses.get(service.id))
    return said + _felt(ledger, asked)


def most_deviating(rows: Sequence[Row]) -> Row | None:
    """The service to speak of: farthest from its objectives, beyond doubt if there is one."""
    deviating = [row for row in rows if row.tone]
    return max(deviating, key=lambda row: sum(_weight(cell) for cell in row.cells), default=None)


def _how_many(clear: int, perhaps: int, measured: int, every: int) -> str:
    if not measured:
        return _("No service has enough cases in this window to be held against its objectives.")
    if not clear and not perhaps:
        return ngettext(
            "The one service with objectives meets them.", "All %(n)s services meet their objectives.", measured
        ) % {"n": measured}
    known = {"n": clear or perhaps, "all": every, "more": perhaps}
    if not clear:
        return (
            ngettext(
                "%(n)s of %(all)s services perhaps misses its objectives.",
                "%(n)s of %(all)s services perhaps miss their objectives.",
                perhaps,
            )
            % known
        )
    if not perhaps:
        return (
            ngettext(
                "%(n)s of %(all)s services misses its objectives.",
                "%(n)s of %(all)s services miss their objectives.",
                clear,
            )
            % known
        )
    return (
        ngettext(
            "%(n)s of %(all)s services misses its objectives, %(more)s more perhaps.",
            "%(n)s of %(all)s services miss their objectives, %(more)s more perhaps.",
            clear,
        )
        % known
    )


def _weight(cell: Cell) -> float:
    """How far off, relative to the objective; beyond doubt weighs more than perhaps."""
    if not cell.tone or cell.verdict is None or cell.target is None:
        return 0
    wanted = cell.target.minutes if cell.measure == "resolution" else cell.target.share
    far = min(3, abs(cell.verdict.deviation) / max(float(wanted or 0), 0.05))
    return far + (30 if cell.tone == "late" else 0)


def _deviation(cell: Cell, service: Steered) -> str:
    value = words.figure_words(cell) if cell.measure == "resolution" else words.with_sign(_share(cell))
    known = {"service": service.name, "value": value, "target": words.target_words(cell)}
    sentences = {
        "level": _("%(service)s kept %(value)s of its promises; the objective is %(target)s."),
        "resolution": _("%(service)s: four of five take up to %(value)s of service, and we promise %(target)s."),
        "errors": _("%(service)s: %(value)s of what we called solved was not."),
        "satisfaction": _("%(service)s: only %(value)s found it as expected or better."),
    }
    return sentences[cell.measure] % known


def _share(cell: Cell) -> float:
    return (cell.figure.value if cell.figure else None) or 0


def _slower(course: Course | None) -> list[Sentence]:
    if course is None or course.changed_at is None or not course.has_worsened:
        return []
    since = date_format(localtime(course.points[course.changed_at].begins), _("j F"))
    return [Sentence(words=_("Customers have waited longer there since %(date)s.") % {"date": since})]


def _felt(ledger: Ledger, asked: Asked) -> list[Sentence]:
    if not ledger.bad:
        return []
    told = ngettext(
        "%(n)s of %(all)s customers had a bad experience.",
        "%(n)s of %(all)s customers had a bad experience.",
        ledger.bad,
    ) % {"n": ledger.bad, "all": ledger.customers}
    return [Sentence(words=told, url=asked.page("cockpit:worst"))]
