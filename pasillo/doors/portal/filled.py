"""A form with what somebody has typed into it, files included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.portal.contact import EMAIL, NAME, Contact, read_contact
from pasillo.doors.portal.models import DraftFile
from pasillo.doors.shell.answers import told
from pasillo.ground.kit.languages import in_language
from pasillo.ground.kit.plain import safe
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.form_answers import NOWHERE, Around, names_in
from pasillo.strategy.catalogue.form_schema import WITH_FILES

WORDS, FILES = "_words", "_files"
VERSION = "_version"
LONGEST_WORDS = 20_000

Raw = Mapping[str, Sequence[str]]


@dataclass(kw_only=True)
class Filled:
    """What was typed, what it means, and what is wrong with it."""

    form: Form
    raw: Mapping[str, Sequence[str]]
    files: Sequence[DraftFile]
    key: UUID
    language: str
    around: Around = NOWHERE
    is_talk: bool = False
    version: int = 0
    answers: dict[str, Any] = field(default_factory=dict)
    contact: Contact = field(default_factory=Contact)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What the customer wrote in their own words."""
        return safe((self.raw.get(WORDS) or [""])[-1]).strip()

    @property
    def own_words(self) -> str:
        """What they told us freely: their first long answer, else the words beside the questions."""
        long = (str(self.answers.get(asked.key, "")).strip() for asked in self.form.fields if asked.kind == "long_text")
        return next(filter(None, long), self.words)

    @property
    def needs_words(self) -> bool:
        """Whether a request without their own words would say nothing."""
        return not self.form.fields or self.words_first

    @property
    def words_first(self) -> bool:
        """Who complains or thanks tells it first; what is asked beside it can be left out."""
        return self.is_talk and bool(self.form.fields) and not any(asked.required for asked in self.form.fields)

    def check(self, *, is_known: bool) -> None:
        """Reads everything. What is wrong is found all at once, not one after the other."""
        raw = {**self.raw, **_names_by_field(self.files)}
        checked = self.form.check(raw, around=self.around)
        self.answers = checked.answers
        self.errors |= checked.errors
        if self.needs_words and not self.words:
            self.errors[WORDS] = _("Please write what you need.")
        if len(self.words) > LONGEST_WORDS:
            self.errors[WORDS] = _("This is longer than %(count)s characters.") % {"count": LONGEST_WORDS}
        if not is_known:
            self.contact = read_contact(self.raw)
            self.errors |= self.contact.errors

    def summary(self) -> dict[str, str]:
        """What is wrong, each with the question that it is about."""
        labels = {asked.key: in_language(asked.labels, self.language) for asked in self.form.fields}
        return {key: _together(labels[key], why) if key in labels else why for key, why in self.errors.items()}

    def text(self) -> str:
        """What the request says as a message: the customer's words, or their answers where they wrote none."""
        lines = told(self.form, self.answers, self.language)
        return self.words or "\n".join(_together(question, answer) for question, answer in lines)


def fill(
    form: Form,
    raw: Mapping[str, Sequence[str]],
    files: Sequence[DraftFile],
    *,
    key: UUID,
    around: Around,
    is_talk: bool = False,
) -> Filled:
    """A form with what was typed so far. The key makes that it is sent once."""
    language = get_language() or "en"
    return Filled(form=form, raw=raw, files=files, key=key, language=language, around=around, is_talk=is_talk)


def names_of(form: Form, *, only_files: bool = False) -> list[str]:
    """The names under which a browser sends the answers to this form."""
    if only_files:
        return [asked.key for asked in form.of_kind(*WITH_FILES)] + [FILES]
    asked_for = (names_in(asked) for asked in form.fields if asked.kind not in WITH_FILES)
    return [WORDS, VERSION, NAME, EMAIL, *(name for names in asked_for for name in names)]


def _together(question: str, words: str) -> str:
    """A question and what belongs to it in one line; after a question mark no colon follows."""
    return f"{question} {words}" if question.endswith("?") else f"{question}: {words}"


def _names_by_field(files: Sequence[DraftFile]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in files:
        found.setdefault(file.field, []).append(file.name)
    return found
