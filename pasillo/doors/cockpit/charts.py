"""Charts as SVG drawn on the server: classes only, so that light and dark come from the tokens. A viewBox is as wide
as the chart is shown, so that its words keep their size. What stands here is said again in a table beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from markupsafe import Markup, escape

_numbers = count(1)
TONES = {"late": "f-late", "risk": "f-risk"}


def bullet(share: float, tick: float | None, tone: str = "", width: int = 28, height: int = 10) -> Markup:
    """A small bar: now, and a tick for the objective. Both are shares of its length."""
    bar = _rect("f-sunk", 0, 3, width, 4, 2) + _rect(TONES.get(tone, "f-mute"), 0, 3, _within(share) * width, 4, 2)
    if tick is not None:
        bar += _rect("f-ink3", min(_within(tick) * width, width - 1.5), 0, 1.5, height, 0)
    return Markup(
        '<svg class="ch mini" viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true">{b}</svg>'
    ).format(w=width, h=height, b=bar)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A level across a chart, with its name at the right edge."""

    value: float
    name: str
    looks: str
    word: str = ""


@dataclass(frozen=True, kw_only=True)
class Course:
    """What a control chart shows."""

    values: Sequence[float]
    labels: dict[int, str]
    lines: Sequence[Line]
    signals: frozenset[int] = frozenset()
    changed_at: int | None = None
    note: str = ""
    tone: str = "late"
    title: str = ""
    told: str = ""
    step: Callable[[float], str] = field(default=lambda value: f"{value:g}")


def control(course: Course, width: int = 470, height: int = 180) -> Markup:
    """Points in order between the limits of their own noise; what is no noise is filled."""
    left, right, top, bottom = 34, 74, 14, 24
    highest = max([*course.values, *(line.value for line in course.lines)]) * 1.08 or 1
    span = max(1, len(course.values) - 1)

    def x(place: float) -> float:
        return left + place * (width - left - right) / span

    def y(value: float) -> float:
        return height - bottom - value / highest * (height - top - bottom)

    drawn = Markup("")
    for value in _steps(highest):
        drawn += _line("grid", left, y(value), width - right, y(value)) + text(
            left - 7, y(value) + 4, course.step(value), "", "end"
        )
    if course.changed_at is not None:
        drawn += _rect(
            f"f-{course.tone}T",
            x(course.changed_at) - 9,
            top,
            width - right - x(course.changed_at) + 9,
            height - top - bottom,
            0,
        )
        low = course.values[-1] * 2 > highest  # where the points are not
        drawn += text(
            width - right - 4, height - bottom - 8 if low else top + 14, course.note, f"tx-{course.tone}", "end"
        )
    for line in course.lines:
        drawn += _line(line.looks, left, y(line.value), width - right, y(line.value))
    drawn += _names(course.lines, y, width - right + 7)
    drawn += Markup('<path class="ln" d="M{}"/>').format(
        "L".join(f"{x(i):.1f} {y(v):.1f}" for i, v in enumerate(course.values))
    )
    for place, value in enumerate(course.values):
        found = place in course.signals
        drawn += _dot(f"pt-{course.tone}" if found else "pt", x(place), y(value), 4.2 if found else 3)
    for place, label in course.labels.items():
        drawn += text(x(place), height - 7, label, "", "middle")
    return svg(width, height, drawn, course.title, course.told)


def _names(lines: Sequence[Line], y: Callable[[float], float], left: float) -> Markup:
    """The names of the levels, pushed apart where they would touch."""
    drawn, last = Markup(""), float("-inf")
    for line in sorted(lines, key=lambda one: -one.value):
        last = max(y(line.value) + 4, last + 13)
        drawn += text(left, last, line.name, line.word)
    return drawn


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar with its name below and its number above."""

    name: str
    n: int
    tone: str = ""


def columns(bars: Sequence[Bar], title: str, told: str, width: int = 262, height: int = 150) -> Markup:
    """Upright bars for a distribution."""
    top, bottom = 18, 22
    highest = max((bar.n for bar in bars), default=0) or 1
    each = width / max(1, len(bars))
    drawn = _line("axis", 0, height - bottom, width, height - bottom)
    for place, bar in enumerate(bars):
        tall = bar.n / highest * (height - top - bottom)
        middle = (place + 0.5) * each
        drawn += _rect(
            TONES.get(bar.tone, "f-mute"), middle - each * 0.34, height - bottom - tall, each * 0.68, tall, 2
        )
        drawn += text(middle, height - bottom - tall - 5, str(bar.n), "tx-2", "middle") if bar.n else Markup("")
        drawn += text(middle, height - 6, bar.name, "", "middle")
    return svg(width, height, drawn, title, told)


def share_bar(share: float, tone: str = "") -> Markup:
    """A bar as wide as its cell."""
    return Markup(
        '<svg class="ch pbar" viewBox="0 0 100 6" height="6" preserveAspectRatio="none" aria-hidden="true">{}{}</svg>'
    ).format(_rect("f-sunk", 0, 0, 100, 6, 0), _rect(TONES.get(tone, "f-mute"), 0, 0, _within(share) * 100, 6, 0))


def svg(width: int, height: int, drawn: Markup, title: str, told: str = "") -> Markup:
    """A picture with a name and a description for who listens."""
    number = next(_numbers)
    return Markup(
        '<svg class="ch" viewBox="0 0 {w} {h}" role="img" aria-labelledby="ch{i} cd{i}">'
        '<title id="ch{i}">{t}</title><desc id="cd{i}">{d}</desc>{b}</svg>'
    ).format(w=width, h=height, i=number, t=title, d=told, b=drawn)


def text(x: float, y: float, words: str, looks: str = "", anchor: str = "start") -> Markup:
    """Words in a chart."""
    return Markup('<text x="{}" y="{}" class="{}" text-anchor="{}">{}</text>').format(
        f"{x:.1f}", f"{y:.1f}", looks, anchor, escape(words)
    )


def _steps(highest: float) -> list[float]:
    """Round values for three to five grid lines."""
    rough = highest / 4
    size = 10 ** len(str(int(rough))) / 10 if rough >= 1 else 0.1 if rough < 0.5 else 0.5
    step = next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= rough or factor == 10)
    return [place * step for place in range(int(highest / step) + 1)]


def _rect(looks: str, x: float, y: float, width: float, height: float, round_: float) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>').format(
        looks, f"{x:.1f}", f"{y:.1f}", f"{max(0.0, width):.1f}", f"{max(0.0, height):.1f}", round_
    )


def _line(looks: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        looks, f"{x1:.1f}", f"{y1:.1f}", f"{x2:.1f}", f"{y2:.1f}"
    )


def _dot(looks: str, x: float, y: float, radius: float) -> Markup:
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(looks, f"{x:.1f}", f"{y:.1f}", radius)


def _within(share: float) -> float:
    return max(0.0, min(1.0, share))
