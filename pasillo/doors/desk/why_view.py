"""Why a case went to whom it went, in words: the rule, who could, who could not and why."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.doors.desk.words import channel_word
from pasillo.doors.shell.moments import language_name
from pasillo.ground.people.models import PersonSkill
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import names_of
from pasillo.operations.routing.models import Choice
from pasillo.operations.routing.queries import choice_for, skill_names

SHOWN = 6


def why_view(case: Case) -> dict[str, Any] | None:
    """What the context of a case says about how it found its holder; nothing when a person decided."""
    choice = choice_for(case)
    if choice is None:
        return None
    if choice.outcome == Choice.Outcome.REBALANCED:
        says = [_("Moved when the work of the area was balanced.")]
        return {"title": _title(choice), "suggests": None, "says": says, "others": [], "not_now": []}
    why = choice.why
    names = names_of([*(who for who, _score in why.get("best", ())), *_everybody(why)])
    return {
        "title": _title(choice),
        "suggests": choice.person_id if choice.outcome == Choice.Outcome.SUGGESTED else None,
        "says": [_by_rule(choice), *_found(choice, why, names)],
        "others": _others(choice, why, names),
        "not_now": _refused(why.get("refused", {}), names),
    }


def _title(choice: Choice) -> str:
    name = choice.person.name if choice.person else ""
    if choice.outcome == Choice.Outcome.NOBODY:
        return _("Nobody could take it")
    if choice.outcome == Choice.Outcome.SUGGESTED:
        return _("Suggested: %(name)s") % {"name": name}
    return _("Why %(name)s?") % {"name": name}


def _by_rule(choice: Choice) -> str:
    if choice.rule is None:
        return _("No rule asked for anything special.")
    return _("The rule “%(rule)s” fits.") % {"rule": choice.rule.title}


def _found(choice: Choice, why: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    says = []
    if why.get("relaxed"):
        says.append(_("Time was short, so skills that need not be were let go."))
    if why.get("live"):
        says.append(_("The customer waits at the chat window: only who takes chats now was asked."))
    if why.get("stands_in") and why["stands_in"] == choice.person_id:
        says.append(_("They stand in for whoever held it before."))
    elif choice.person is not None:
        could = int(why.get("could", 0))
        words = ngettext("One person could take it.", "%(count)s people could take it.", could) % {"count": could}
        says += [words, _reason(choice, why)]
    return says


def _reason(choice: Choice, why: Mapping[str, Any]) -> str:
    words = {"name": choice.person.name if choice.person else "", "score": _score(choice.policy, choice.score)}
    if choice.policy == "continuity" and why.get("knows") == choice.person_id:
        return _("%(name)s has served this customer before.") % words
    return {
        "numeric_spare": _("%(name)s had room for the most: %(score)s."),
        "longest_idle": _("%(name)s had had nothing new for the longest."),
        "round_robin": _("It was the turn of %(name)s."),
    }.get(choice.policy, _("%(name)s had the largest part free: %(score)s.")) % words


def _score(policy: str, score: int) -> str:
    if policy in ("longest_idle", "round_robin"):
        return ""
    if policy == "numeric_spare":
        return _("%(cases)s cases") % {"cases": f"{score / 100:.1f}".removesuffix(".0")}
    return f"{score % 10**9 // 100} %"


def _others(choice: Choice, why: Mapping[str, Any], names: Mapping[int, str]) -> list[dict[str, str]]:
    rest = [pair for pair in why.get("best", ()) if pair[0] != choice.person_id]
    return [{"name": names.get(who, ""), "score": _score(choice.policy, score)} for who, score in rest if who in names]


def _everybody(why: Mapping[str, Any]) -> list[int]:
    return [who for people in why.get("refused", {}).values() for who in people[:SHOWN]]


def _refused(refused: Mapping[str, list[int]], names: Mapping[int, str]) -> list[dict[str, str]]:
    skills = skill_names(int(code.split(":")[1]) for code in refused if code.startswith("skill:"))
    return [
        {"words": reason_words(code, skills), "who": _listed(people, names)}
        for code, people in refused.items()
        if people
    ]


def _listed(people: list[int], names: Mapping[int, str]) -> str:
    shown = ", ".join(names[who] for who in people[:SHOWN] if who in names)
    more = len(people) - SHOWN
    return _("%(names)s and %(count)s more") % {"names": shown, "count": more} if more > 0 else shown


def reason_words(code: str, skills: Mapping[int, str]) -> str:
    """Why somebody cannot take a case now."""
    sort, _colon, rest = code.partition(":")
    if sort == "skill":
        skill, _colon, level = rest.partition(":")
        words = {"skill": skills.get(int(skill), "?"), "level": level_word(int(level))}
        return _("need the skill %(skill)s, %(level)s") % words
    if sort == "language":
        return _("do not speak %(language)s") % {"language": language_name(rest)}
    if sort == "turn":
        return _("take no chats now")
    if sort == "channel":
        return _("have enough that came %(channel)s") % {"channel": channel_word(rest)}
    return {
        "away": _("are away"),
        "off_shift": _("do not work at this hour"),
        "shift_ends": _("go home before it could be done"),
        "full": _("carry enough already"),
    }.get(sort, sort)


def level_word(level: int) -> str:
    """How well somebody does something."""
    return {
        PersonSkill.Level.LEARNING: _("learning"),
        PersonSkill.Level.ABLE: _("able"),
        PersonSkill.Level.EXPERT: _("expert"),
    }.get(PersonSkill.Level(level), "")
