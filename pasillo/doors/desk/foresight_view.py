"""What lies ahead: areas that promise more than they can do, and how well breaks are foreseen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.desk.why_view import level_word
from pasillo.doors.shell.moments import language_name, minutes, number, when
from pasillo.ground.people.sight import Sight
from pasillo.measurement.reports.foreseeing import how_well
from pasillo.measurement.reports.models import Foreseeing
from pasillo.measurement.reports.roster import Roster, more_than_can_be_done
from pasillo.operations.cases.queries import case_heads
from pasillo.operations.routing.queries import skill_names

FEW = 12


def too_much(seen: Sight, at: datetime) -> list[dict[str, Any]]:
    """From when on which area promises more than its people can do, with the first cases at risk."""
    if not seen.serves:
        return []
    found = more_than_can_be_done(seen, at=at)
    heads = case_heads(case_id for one in found for case_id in one.case_ids[:FEW])
    skills = skill_names(skill for one in found for skill, _level in one.asked.skills)
    return [_short(one, heads, skills) for one in found]


def _who(one: Roster, skills: dict[int, str]) -> str:
    """What those have who alone can do it; nothing, where it is the whole area."""
    asked = [f"{skills.get(skill, '?')}, {level_word(level)}" for skill, level in one.asked.skills]
    asked += [language_name(one.asked.language)] if one.asked.language else []
    return _("Only for who has this: %(asked)s.") % {"asked": "; ".join(asked)} if asked else ""


def _short(one: Roster, heads: dict[int, dict[str, Any]], skills: dict[int, str]) -> dict[str, Any]:
    words = {"area": one.area, "when": when(one.at), "time": minutes(one.minutes)}
    says = _("%(area)s: from %(when)s on we promise more than we can do, by %(time)s.") % words
    shown = [heads[case_id] for case_id in one.case_ids[:FEW] if case_id in heads]
    return {
        "id": one.area_id,
        "says": f"{says} {_who(one, skills)}".strip(),
        "n": len(one.case_ids),
        "people": one.people,
        "cases": [
            {"url": reverse("desk:case", args=[head["number"]]), "number": head["number"], "subject": head["subject"]}
            for head in shown
        ],
        "more": len(one.case_ids) - len(shown),
    }


def foresight(seen: Sight) -> dict[str, Any] | None:
    """How well breaks were foreseen, for who steers: honest also where it was no help."""
    found = how_well() if seen.steers else None
    if found is None:
        return None
    if not found.n or found.brier is None or found.base is None:
        return {"says": _too_few(found), "tone": "", "bins": [], "figures": []}
    better = found.is_better
    says = _("Better than saying the base rate: likely breaks call somebody.") if better else _no_better()
    return {"says": says, "tone": "ok" if better else "risk", "bins": _bins(found.bins), "figures": _figures(found)}


def _too_few(found: Foreseeing) -> str:
    words = _(
        "When it was tried last, %(when)s, too few promises were kept or broken to learn from. "
        "It is tried again as soon as there are more."
    )
    return words % {"when": when(found.worked_out_at)}


def _no_better() -> str:
    return _("Not better than guessing: nobody is called because of it.")


def _figures(found: Foreseeing) -> list[tuple[str, str]]:
    return [
        (_("Brier's score"), number(found.brier, 3)),
        (_("Brier's score of the base rate"), number(found.base, 3)),
        (_("Reliability"), number(found.reliability, 3)),
        (_("Resolution"), number(found.resolution, 3)),
        (_("Forecasts tried"), number(found.n)),
    ]


def _bins(kept: Sequence[Sequence[float]]) -> list[dict[str, str]]:
    return [
        {"said": f"{number(100 * said, 0)} %", "happened": f"{number(100 * happened, 0)} %", "n": number(n)}
        for said, happened, n in kept
    ]
