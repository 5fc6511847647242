"""The pages of routing: what their forms show and offer."""

from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.console.office.frame import choices_of_levels
from pasillo.doors.console.office.routing_form import NEEDS, RuleForm
from pasillo.doors.console.office.rule_tree import DEEPEST_PART, Line, Part, Path, suffix
from pasillo.doors.console.office.rule_words import policies
from pasillo.ground.conditions.fields import IN_HOURS, WITHOUT_VALUE, Field, Sort
from pasillo.ground.conditions.saying import OPERATORS
from pasillo.ground.hours.models import Calendar
from pasillo.ground.people.models import Area, Skill
from pasillo.operations.cases.conditions import CHANNELS, FIELDS, LANGUAGES
from pasillo.operations.routing.models import Board, Mode
from pasillo.operations.routing.snapshot import seats_of

SHOWN_NEEDS = 3
CAPPED = ("chat", "phone", "whatsapp")


def modes() -> list[tuple[str, str]]:
    """Who gives out the work, as a form offers it."""
    return [
        (Mode.OFF, _("By hand: people take their work themselves")),
        (Mode.SUGGEST, _("The house suggests, people decide")),
        (Mode.ASSIGN, _("The house gives out the work")),
    ]


def tree_view(part: Part, path: Path = ()) -> dict[str, Any]:
    """A condition as the form shows it: each line with the control that fits it, each part with its own lines."""
    return {
        "is_part": True,
        "place": suffix(path),
        "name": suffix(path).removeprefix("-"),
        "join": part.join,
        "may_part": len(path) < DEEPEST_PART,
        "rows": [
            tree_view(one, (*path, n)) if isinstance(one, Part) else _line_view((*path, n), one)
            for n, one in enumerate(part.parts)
        ],
    }


def _line_view(path: Path, line: Line) -> dict[str, Any]:
    field = FIELDS[line.name]
    return {
        "is_part": False,
        "place": suffix(path),
        "name": suffix(path).removeprefix("-"),
        "in_hours": line.operator in IN_HOURS,
        "what": line.what,
        "words": _asks(field, line.operator),
        "control": _control(field, line.operator),
        "value": line.values[0] if line.values else "",
        "values": set(line.values),
        "choices": list(field.choices().items()) if field.sort == Sort.CHOICE else [],
    }


def _control(field: Field, operator: str) -> str:
    if operator in WITHOUT_VALUE:
        return "none"
    if field.sort == Sort.CHOICE:
        return "choice"
    if field.sort == Sort.NUMBER or operator in IN_HOURS:
        return "number"
    return "moment" if field.sort == Sort.MOMENT else "text"


def may_be_asked() -> list[dict[str, Any]]:
    """What a new line may ask, field by field."""
    return [
        {
            "words": _upper(field),
            "options": [(f"{name}:{operator}", _asks(field, operator)) for operator in field.operators],
        }
        for name, field in FIELDS.items()
        if name not in ("area", "state")
    ]


def _asks(field: Field, operator: str) -> str:
    """What a line asks, as one reads it: "The sender is not verified: yes" where it can only be so or not."""
    mark = ":" if field.sort == Sort.FLAG else ""
    return f"{_upper(field)}{mark} {OPERATORS[operator]}"


def _upper(field: Field) -> str:
    words = str(field.words)
    return words[:1].upper() + words[1:]


def rule_choices(area: Area) -> dict[str, list[tuple[Any, str]]]:
    """What the form of a rule offers."""
    others = Area.objects.filter(is_active=True).exclude(pk=area.pk).order_by("name")
    skills = Skill.objects.filter(is_active=True).order_by("name")
    return {
        "to_area": [("", _("Stays in %(area)s") % {"area": area.name}), *others.values_list("pk", "name")],
        "policy": [("", _("As usual in this area")), *policies()],
        "skill": [("", _("No skill")), *skills.values_list("pk", "name")],
        "level": list(choices_of_levels()),
    }


def needs_view(form: RuleForm) -> list[dict[str, Any]]:
    """The lines for skills: those that are asked, and empty ones."""
    lines = min(NEEDS, max(SHOWN_NEEDS, len(form.needs) + 1))  # one more is always free
    rows = [*form.needs, *[("", "2", True)] * NEEDS][:lines]
    return [{"skill": skill, "level": level, "must": must} for skill, level, must in rows]


def board_choices(area: Area) -> dict[str, list[tuple[Any, str]]]:
    """What the form of a board offers."""
    others = Area.objects.filter(is_active=True).exclude(pk=area.pk).order_by("name")
    return {
        "mode": [(str(mode), words) for mode, words in modes()],
        "policy": policies(),
        "overflow": [("", _("No other area")), *others.values_list("pk", "name")],
        "calendar": [("", _("As the area"))] + list(Calendar.objects.order_by("name").values_list("pk", "name")),
    }


def board_filled(board: Board) -> dict[str, str]:
    """A board as its form shows it."""
    return {
        "mode": board.mode,
        "policy": board.policy,
        "touch_minutes": str(board.touch_minutes),
        "relax_at": str(board.relax_at),
        "overflow": str(board.overflow_id or ""),
        "drips": "1" if board.drips else "",
    }


def seat_rows(area: Area) -> list[dict[str, Any]]:
    """What each person of an area can carry, as their form shows it."""
    return [
        {
            "id": seat.person_id,
            "name": seat.person.name,
            "cap": seat.cap,
            "channels": [(name, CHANNELS[name], seat.channel_caps.get(name, "")) for name in CAPPED],
            "languages": [(code, words, code in seat.languages) for code, words in LANGUAGES.items()],
            "calendar": str(seat.calendar_id or ""),
        }
        for seat in seats_of(area.pk)
    ]
