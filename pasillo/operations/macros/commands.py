"""Every way in which macros change and are used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands.step import person_in
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.next_steps import known
from pasillo.operations.macros.facts import MacroRetired, MacroUsed, MacroWritten
from pasillo.operations.macros.models import Macro

LONGEST = 20_000


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a macro says and does."""

    name: str
    texts: Mapping[str, str] = field(default_factory=dict)
    shortcut: str = ""
    next_step: str = ""
    takes: bool = False
    priority: int | None = None
    person_id: int | None = None
    area_id: int | None = None


@transaction.atomic
def write(wording: Wording, *, macro_id: int | None = None, by: str, at: datetime) -> Macro:
    """A new macro, or another wording of one that is there."""
    name = " ".join(safe(wording.name).split())[:80]
    texts = {language: safe(text).strip() for language, text in wording.texts.items() if text.strip()}
    _check(name, texts, wording)
    macro = Macro.objects.select_for_update().get(pk=macro_id) if macro_id else Macro()
    macro.name, macro.texts, macro.shortcut = name, texts, _shortcut(wording.shortcut)
    macro.next_step, macro.takes, macro.priority = known(wording.next_step), wording.takes, wording.priority
    macro.person_id, macro.area_id, macro.written_at = wording.person_id, wording.area_id, at
    macro.save()
    fact = MacroWritten(macro_id=macro.pk, person_id=macro.person_id, area_id=macro.area_id)
    tell(fact, about=f"macro:{macro.pk}", by=by, at=at)
    return macro


def _check(name: str, texts: Mapping[str, str], wording: Wording) -> None:
    if not name:
        raise Refused(_("Give the macro a name, so that one can find it."))
    if not texts and not (wording.next_step or wording.takes or wording.priority):
        raise Refused(_("Write its words in at least one language, or choose what it does."))
    if any(len(text) > LONGEST for text in texts.values()):
        raise Refused(_("These words are too long for a macro."))


def _shortcut(typed: str) -> str:
    return "".join(letter for letter in safe(typed).strip().lstrip("/").lower() if not letter.isspace())[:30]


@transaction.atomic
def retire(macro_id: int, *, by: str, at: datetime) -> None:
    """It is offered to nobody any more. What was written with it stays."""
    if Macro.objects.filter(pk=macro_id, retired_at=None).update(retired_at=at):
        tell(MacroRetired(macro_id=macro_id), about=f"macro:{macro_id}", by=by, at=at)


def _why(macro: Macro, case_id: int) -> str:
    """Less pressing may want a reason: the macro is one."""
    eases = Case.objects.filter(pk=case_id, priority__lt=macro.priority or 0).exists()
    return _("The priority changed with the macro “%(name)s”.") % {"name": macro.name} if eases else ""


@transaction.atomic
def use(macro: Macro, *, case_id: int, by: str, at: datetime) -> None:
    """Somebody takes a macro into what they write: the case is theirs and as urgent as it says; the rest comes later.

    Its next step waits in the composer until the reply is sent.
    """
    if macro.takes:
        cases.take(case_id, by=by, at=at)
    if macro.priority:
        cases.set_priority(case_id, priority=macro.priority, reason=_why(macro, case_id), by=by, at=at)
    Macro.objects.filter(pk=macro.pk).update(used=F("used") + 1, used_at=at)
    fact = MacroUsed(macro_id=macro.pk, case_id=case_id, person_id=person_in(by))
    tell(fact, about=f"macro:{macro.pk}", by=by, at=at)
