"""A page that was left open while its form changed: what was typed is accepted as it was asked, or carried over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.portal.filled import VERSION, WORDS, Raw
from pasillo.ground.kit.languages import in_language
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.form_answers import names_in
from pasillo.strategy.catalogue.models import FormVersion
from pasillo.strategy.catalogue.queries import current_form, form_of, form_version

__all__ = ["VERSION", "Asked", "asked_in", "carried_over", "look_again"]

STAYS_GOOD = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The version of a form that was answered, and the newer one if it may not be used any more."""

    version: FormVersion | None
    newer: FormVersion | None = None

    @property
    def form(self) -> Form:
        """The questions that were answered."""
        return form_of(self.version)


def asked_in(request_type_id: int, number: str, *, at: datetime) -> Asked:
    """The version that a page was made with. One that was replaced days ago has to be looked over."""
    newest = current_form(request_type_id)
    known = form_version(request_type_id, int(number)) if number.isdecimal() and len(number) < 9 else None
    if newest is None or known is None or known.number == newest.number:
        return Asked(version=newest)
    replaced = form_version(request_type_id, known.number + 1)
    is_young = replaced is not None and at < replaced.published_at + STAYS_GOOD
    return Asked(version=known, newer=None if is_young else newest)


def carried_over(raw: Raw, before: Form, after: Form) -> dict[str, list[str]]:
    """What was typed, for a newer form. Answers to questions that are gone stay as words of the customer."""
    language, kept = get_language() or "en", {asked.key: asked for asked in after.fields}
    carried = {name: list(values) for name, values in raw.items()}
    lines = []
    for asked in before.fields:
        if asked.key in kept and kept[asked.key].kind == asked.kind:
            continue
        said = [value for name in names_in(asked) for value in carried.pop(name, []) if value.strip()]
        if said:
            lines.append(f"{in_language(asked.labels, language)}: {', '.join(_as_said(asked, said, language))}")
    words = "\n".join(part for part in ((carried.get(WORDS) or [""])[-1], *lines) if part)
    return carried | ({WORDS: [words]} if words else {})


def look_again() -> str:
    """What is said to who comes back after days to a form that has changed."""
    return _("Our questions have changed since you opened this page. Everything that you wrote is still here.")


def _as_said(asked: object, said: Sequence[str], language: str) -> list[str]:
    options = {option.value: in_language(option.names, language) for option in getattr(asked, "options", ())}
    return [options.get(value, value) for value in said]
