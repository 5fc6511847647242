"""What all of this door's answers and questions have in common."""

import re
from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from pasillo.ground.kit.languages import LANGUAGES, known_language
from pasillo.ground.kit.plain import safe

LONGEST_ID = 2**62
YEARS = range(1970, 2201)
SPOKEN = rf"^(?:{'|'.join(LANGUAGES)})(?:[-_][A-Za-z0-9]{{2,4}})?$"
OURS = f"One of {', '.join(LANGUAGES)}, alone or with a region. Left out: the first language of the house."


def _in_our_time(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise ValueError("A moment lies between 1970 and 2200.")
    return moment


def _of_ours(code: str) -> str:
    if not re.match(SPOKEN, code, re.IGNORECASE):
        words = _("There is no such value of “%(field)s”. There are: %(known)s.")
        words %= {"field": "language", "known": ", ".join(LANGUAGES)}
        raise PydanticCustomError("language", "{words}", {"words": words})
    return known_language(code)


Id = Annotated[int, Field(ge=1, le=LONGEST_ID)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Language = Annotated[str, Field(max_length=8, json_schema_extra={"pattern": SPOKEN}), AfterValidator(_of_ours)]


class Given(Schema):
    """What machines send: a field that we do not know is told, not passed over."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _bearable(cls, given: Any) -> Any:
        """Characters that a database or a screen cannot bear are taken out before anything is looked at."""
        inside = getattr(given, "_obj", given)  # what the framework hands over is wrapped
        return cleaned(inside) if isinstance(inside, dict) else given


class Told(BaseModel):
    """What machines get."""

    model_config = ConfigDict(from_attributes=True)


class Named(Told):
    """Somebody or something by its id, and as people call it."""

    id: int
    name: str


class Wrong(Told):
    """What is wrong with one field."""

    field: str
    detail: str


class Problem(Told):
    """An error, as RFC 9457 has it. `detail` is a sentence for a person, in the language of whoever asks."""

    type: str = Field(description="An address that names the sort of the error; it does not change.")
    title: str
    status: int
    detail: str
    errors: list[Wrong] = Field(default=[], description="What is wrong with which field, where it can be said.")


class Paging(Given):
    """How much of a list, and from where on."""

    limit: int = Field(50, ge=1, le=200, description="How many, at most.")
    cursor: str = Field("", max_length=2000, description="From the `next` of the page before; nothing to make up.")

    @model_validator(mode="before")
    @classmethod
    def _bearable(cls, given: Any) -> Any:
        """What one looks for is not changed in silence: a character that nothing can hold is told."""
        inside = getattr(given, "_obj", given)
        if isinstance(inside, dict) and any("\0" in str(value) for value in inside.values()):
            raise ValueError("A NUL stands in no word.")
        return given


def cleaned(value: Any) -> Any:
    """The same without what cannot be kept, however deep it stands."""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, dict):
        return {safe(name) if isinstance(name, str) else name: cleaned(one) for name, one in value.items()}
    return [cleaned(one) for one in value] if isinstance(value, list) else value
