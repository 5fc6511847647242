"""What a request asks the customer, and how the answers are checked: plain rules, no page and no table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pasillo.ground.kit.languages import in_language
from pasillo.strategy.catalogue.conditions import holds
from pasillo.strategy.catalogue.form_answers import Around, readers
from pasillo.strategy.catalogue.form_reading import PLAIN, Writing, shown
from pasillo.strategy.catalogue.form_schema import Field, read_fields

Raw = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Checked:
    """The answers as they will be kept, and what is wrong with those that are not."""

    answers: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return not self.errors


@dataclass(frozen=True)
class Form:
    """The questions of one request, in the order in which they are asked."""

    fields: tuple[Field, ...] = ()

    @classmethod
    def from_json(cls, data: object) -> Form:
        """The form that was written down, or a refusal that says what is wrong with it."""
        return cls(read_fields(data))

    def check(self, raw: Raw, *, today: date | None = None, around: Around | None = None) -> Checked:
        """Reads what was typed. Hidden questions are neither asked for nor kept."""
        around = around or Around(today=today)
        answers: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for asked in self.fields:
            if not is_visible(asked, answers):
                continue
            wanted = replace(asked, required=is_required(asked, answers))
            answer, error = readers[asked.kind](wanted, raw, around)
            if error:
                errors[asked.key] = str(error)
            elif answer is not None:
                answers[asked.key] = answer
        return Checked(answers, errors)

    def visible(self, raw: Raw, *, around: Around | None = None) -> frozenset[str]:
        """The questions that make sense after what was answered so far."""
        answers = self.check(raw, around=around).answers
        return frozenset(asked.key for asked in self.fields if is_visible(asked, answers))

    def told(self, answers: Mapping[str, Any], language: str, *, writing: Writing = PLAIN) -> list[tuple[str, str]]:
        """Question and answer as a person reads them, in a language; days and figures as the door writes them."""
        return [
            (in_language(asked.labels, language), shown(asked, answers[asked.key], language, writing))
            for asked in self.fields
            if asked.key in answers
        ]

    def of_kind(self, *kinds: str) -> list[Field]:
        """The questions of some kinds."""
        return [asked for asked in self.fields if asked.kind in kinds]


def is_visible(asked: Field, answers: Mapping[str, Any]) -> bool:
    """Whether a question is asked at all. It is, unless other answers make it needless."""
    return asked.visible_if is None or holds(asked.visible_if, answers)


def is_required(asked: Field, answers: Mapping[str, Any]) -> bool:
    """Whether a question must be answered, always or because of other answers."""
    return asked.required or (asked.required_if is not None and holds(asked.required_if, answers))
