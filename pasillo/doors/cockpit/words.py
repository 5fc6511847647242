"""Figures as people say them: shares, distances from an objective, service hours."""

from django.utils.translation import gettext as _

from pasillo.doors.shell import moments
from pasillo.doors.shell.moments import minutes, number
from pasillo.measurement.reports.matrix import Cell

NONE = "\u2013"


def per_cent(share: float, digits: int = 0) -> str:
    """A share without its sign. What is not quite everything never reads 100."""
    digits = max(digits, 1) if 0.985 <= share < 1 else digits
    if 0 < share < 1 and round(share * 100, digits) in (0, 100):
        digits += 1
    return number(share * 100, digits)


def with_sign(share: float, digits: int = 0) -> str:
    """A share with its sign, as this language puts it."""
    return moments.per_cent(per_cent(share, digits))


def service_time(span: float) -> str:
    """A length of service in hours: a day of service is not a day of the calendar, so days are not said."""
    if round(span) < 60:
        return minutes(span)
    hours = span / 60
    return (_("%(n)s h") % {"n": number(hours, 1 if hours < 9.95 else 0)}).replace(" ", "\u00a0")


def signed(value: str, above: bool) -> str:
    """A distance with its sign; a true minus."""
    return f"+{value}" if above else f"\u2212{value}"


def figure_words(cell: Cell) -> str:
    """The figure of a cell."""
    figure = cell.figure
    if figure is None or figure.value is None:
        return NONE
    if cell.measure == "resolution":
        served = figure.details["served_most"]
        return service_time(served) if served is not None else minutes(figure.value)
    return per_cent(figure.value, 1 if cell.measure == "errors" else 0)


def target_words(cell: Cell) -> str:
    """The objective of a cell."""
    if cell.target is None:
        return ""
    if cell.target.minutes is not None and cell.measure == "resolution":
        return service_time(cell.target.minutes)
    return with_sign(cell.target.share or 0)


def deviation_words(cell: Cell) -> str:
    """How far a figure is from its objective, in its own unit."""
    if cell.verdict is None:
        return ""
    away = abs(cell.verdict.deviation)
    if cell.measure == "resolution":
        return signed(service_time(away), cell.verdict.deviation > 0)
    points = away * 100
    return signed(number(points, 1 if points < 10 else 0), cell.verdict.deviation > 0)


def told(cell: Cell) -> str:
    """All that is known of a figure, in one sentence, for who points at it."""
    figure = cell.figure
    if figure is None or figure.value is None:
        return _("Nothing in this window.")
    parts = [_("%(n)s counted") % {"n": number(figure.n)}]
    if figure.interval is not None and cell.measure != "resolution":
        low, high = (with_sign(edge) for edge in figure.interval)
        parts.append(_("surely between %(low)s and %(high)s") % {"low": low, "high": high})
    parts += _details(cell)
    if cell.target is not None:
        parts.append(_("objective %(target)s") % {"target": target_words(cell)})
    return " · ".join(parts)


def _details(cell: Cell) -> list[str]:
    known = cell.figure.details if cell.figure else {}
    said = []
    if known.get("mean") is not None:
        said.append(_("mean %(mean)s of 5") % {"mean": number(known["mean"], 1)})
    if known.get("low") is not None:
        said.append(
            _("between %(low)s and %(high)s") % {"low": number(known["low"], 1), "high": number(known["high"], 1)}
        )
    if known.get("lived_half") is not None:
        half, most = minutes(known["lived_half"]), minutes(known["lived_most"])
        said.append(_("lived: half %(half)s, four of five %(most)s") % {"half": half, "most": most})
    if known.get("served_half") is not None:
        said.append(_("served: half %(half)s") % {"half": service_time(known["served_half"] or 0)})
    return said
