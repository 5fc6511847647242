"""Routing in words: who gives out the work, what each rule says, and whom a condition would have meant last week."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.console.office.frame import choices_of_levels, level_words
from pasillo.doors.console.office.routing_form import AGO, NEEDS, Line, RuleForm
from pasillo.ground.conditions.condition import condition_of
from pasillo.ground.conditions.fields import WITHOUT_VALUE, Field, Sort
from pasillo.ground.conditions.saying import OPERATORS, say
from pasillo.ground.hours.models import Calendar
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area, Skill
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.conditions import CHANNELS, FIELDS, LANGUAGES
from pasillo.operations.routing.models import Board, Mode, Rule
from pasillo.operations.routing.queries import last_weeks_matches
from pasillo.operations.routing.snapshot import seats_of

SHOWN, COUNTED = 5, 1000
CAPPED = ("chat", "phone", "whatsapp")


def policies() -> list[tuple[str, str]]:
    """Who comes first among those who can take a case, as a form offers it."""
    return [
        ("percent_spare", _("Whoever has the largest part free")),
        ("numeric_spare", _("Whoever has room for the most cases")),
        ("longest_idle", _("Whoever has had nothing new for the longest")),
        ("round_robin", _("In turn")),
        ("continuity", _("Whom the customer knows, else the largest part free")),
    ]


def modes() -> list[tuple[str, str]]:
    """Who gives out the work, as a form offers it."""
    return [
        (Mode.OFF, _("By hand: people take their work themselves")),
        (Mode.SUGGEST, _("The house suggests, people decide")),
        (Mode.ASSIGN, _("The house gives out the work")),
    ]


def rule_rows(rules: list[Rule]) -> list[dict[str, Any]]:
    """The rules of an area as a list shows them."""
    return [
        {"rule": rule, "says": said(rule.condition), "then": _then(rule), "first": place == 0,
         "last": place == len(rules) - 1, "place": place + 1}
        for place, rule in enumerate(rules)
    ]  # fmt: skip


def said(condition: object) -> str:
    """A condition in words; what is wrong with it, when something is."""
    try:
        return say(condition_of(condition, FIELDS))
    except Refused as refusal:
        return str(refusal)


def _then(rule: Rule) -> list[str]:
    if rule.to_area:
        return [_("goes to %(area)s") % {"area": rule.to_area.name}]
    then = [
        (_("needs %(skill)s, %(level)s") if need.must else _("better with %(skill)s, %(level)s"))
        % {"skill": need.skill.name, "level": level_words(need.level)}
        for need in rule.needs.all()
    ]
    if rule.speaks:
        then.append(_("in the customer's language"))
    if rule.policy:
        then.append(dict(policies())[rule.policy].lower())
    return then or [_("nothing special is asked")]


def look(seen: Sight, area_id: int, form: RuleForm, at: datetime) -> dict[str, Any]:
    """The condition in words, and which of last week's cases it would have meant."""
    try:
        condition = condition_of(form.condition, FIELDS)
    except Refused as refusal:
        return {"error": str(refusal), "says": "", "count": 0, "cases": [], "more": 0}
    matches = last_weeks_matches(seen, area_id, condition, at=at)
    count = matches[:COUNTED].count()
    newest = matches.order_by("-opened_at", "-id").values("number", "subject", "language")[:SHOWN]
    cases = [row | {"url": reverse("desk:case", args=[row["number"]])} for row in newest]
    return {"error": "", "says": say(condition), "count": count, "cases": cases, "more": max(0, count - SHOWN)}


def lines_view(form: RuleForm) -> list[dict[str, Any]]:
    """Each line of the form with the control that fits it."""
    return [_line_view(place, line) for place, line in enumerate(form.lines)]


def _line_view(place: int, line: Line) -> dict[str, Any]:
    field = FIELDS[line.name]
    return {
        "place": place,
        "what": line.what,
        "words": f"{_upper(field)} {OPERATORS[line.operator]}",
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
    if field.sort == Sort.NUMBER or operator in AGO:
        return "number"
    return "moment" if field.sort == Sort.MOMENT else "text"


def may_be_asked() -> list[dict[str, Any]]:
    """What a new line may ask, field by field."""
    return [
        {
            "words": _upper(field),
            "options": [
                (f"{name}:{operator}", f"{_upper(field)} {OPERATORS[operator]}") for operator in field.operators
            ],
        }
        for name, field in FIELDS.items()
        if name not in ("area", "state")
    ]


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
    rows = [*form.needs, *[("", "2", True)] * NEEDS][:NEEDS]
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
