"""What a fact is. This file knows no database."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened, named in the past tense. It carries ids and figures, never a person's words."""

    name: ClassVar[str]
