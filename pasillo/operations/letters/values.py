"""What fills the blanks of a letter: only what the person who asked may know."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from pasillo.ground.hours.queries import house_zone
from pasillo.ground.kit.languages import in_language
from pasillo.ground.people.organisation import organisation_name
from pasillo.operations.approvals.models import Approval
from pasillo.operations.cases.models import Case
from pasillo.operations.letters.blanks import ANSWER, filled
from pasillo.operations.letters.models import Letter
from pasillo.operations.letters.pdf import Sheet
from pasillo.strategy.catalogue.form_reading import Writing
from pasillo.strategy.catalogue.queries import form_of


def sheet_of(letter: Letter, *, at: datetime) -> Sheet:
    """The letter in the person's language, with its blanks filled in."""
    joined = ("customer", "service", "form_version")
    case = Case.objects.select_related(*joined).get(pk=letter.case_id)
    with translation.override(case.language):
        values = _values(case, at)
        title = filled(in_language(letter.text.titles, case.language), values)
        return Sheet(
            title=" ".join(title.split()),
            head=[organisation_name(), values["today"]],
            text=filled(in_language(letter.text.texts, case.language), values),
            foot=_("%(organisation)s, request %(number)s")
            % {"organisation": organisation_name(), "number": case.number},
            language=case.language,
        )


def _values(case: Case, at: datetime) -> dict[str, str]:
    given = Approval.objects.filter(case=case, state="given").select_related("decided_by").order_by("place").last()
    values = {
        "name": case.customer.name,
        "email": case.customer.email or "",
        "today": _day(at),
        "organisation": organisation_name(),
        "number": str(case.number),
        "service": in_language(case.service.names, case.language),
        "asked_on": _day(case.opened_at),
        "approved_by": given.decided_by.name if given and given.decided_by else "",
        "approved_on": _day(given.decided_at) if given and given.decided_at else "",
    }
    return values | _answers(case)


def _answers(case: Case) -> dict[str, str]:
    form = form_of(case.form_version)
    writing = Writing(day=lambda on: formats.date_format(on, _("j F Y")))
    told = form.told(case.answers, case.language, writing=writing)
    keys = [asked.key for asked in form.fields if asked.key in case.answers]
    return {ANSWER + key: answer for key, (_question, answer) in zip(keys, told, strict=True)}


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment, ZoneInfo(house_zone()))
    return formats.date_format(local, _("j F Y"))
