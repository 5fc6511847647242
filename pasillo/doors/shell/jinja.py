"""The templates' tools: words, addresses, icons, and moments as this person reads them."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags import static as files
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, escape

from pasillo.doors.shell import moments
from pasillo.doors.shell.example_progress import example_progress
from pasillo.doors.shell.paragraphs import paragraphs
from pasillo.doors.shell.room import is_tight
from pasillo.ground.people.organisation import organisation, organisation_name

STATIC = Path(__file__).parent / "static"
ROWS_HAVE = frozenset(dir(dict))
TO_ESCAPE = re.compile("[&<>\"']").search


def environment(**options: Any) -> Environment:
    """Autoescaping, strict about missing names, with the shell's tools at hand."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = House(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {
        "gettext": words,
        "_": words,
        "static": static,
        "url": address,
        "icon": icon,
        "typefaces": typefaces,
        "initials": initials,
        "tone": tone,
        "notices": notices,
        "organisation": Organisation(),
        "example": settings.EXAMPLE,
        "example_progress": example_progress,
        "no_room": is_tight,
    }
    made.filters |= {
        "when": moments.when,
        "day": moments.day,
        "full": moments.full,
        "paragraphs": paragraphs,
        "iso": moments.iso,
        "ago": moments.ago,
        "minutes": moments.minutes,
        "number": moments.number,
        "size": moments.size,
        "language_name": moments.language_name,
    }
    return made


def shown(value: Any) -> str:
    """A value as it stands in a page, escaped. Most are words with nothing to escape, or are escaped already."""
    kind = type(value)
    if kind is Markup or kind is int or (kind is str and not TO_ESCAPE(value)):
        return str(value)
    return escape(value)


class Writing(CodeGenerator):
    """Templates become Python as Jinja has it; where a value is escaped, by the quicker way."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        quickly = frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None
        if quickly:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Page(Context):
    """What a template asks for most are the shell's tools: they are called without looking for what else they want."""

    def call(self, what: Any, /, *args: Any, **named: Any) -> Any:
        """As Jinja does, but a tool is known by itself."""
        if what not in TOOLS:
            return super().call(what, *args, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return what(*args, **named)


class House(Environment):
    """Most of what a page shows are rows: it looks for their columns before anything else."""

    code_generator_class = Writing
    context_class = Page
    shown = staticmethod(shown)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja does, but a row is not asked first for a method of that name, unless rows have one."""
        if type(obj) is dict and attribute in obj and attribute not in ROWS_HAVE:
            return obj[attribute]
        return super().getattr(obj, attribute)


def words(sentence: str, **named: Any) -> Markup:
    """A sentence in the visitor's language, its names filled in and escaped."""
    found = _sentence(sentence, translation.get_language())
    return found % named if named else _without_names(found)


@lru_cache(maxsize=8192)
def _sentence(sentence: str, _language: str | None) -> Markup:
    return Markup(translation.gettext(sentence))


@lru_cache(maxsize=8192)
def _without_names(sentence: Markup) -> Markup:
    return sentence % {}


class Organisation:
    """The organisation's name, asked for when it is written: it may be changed while the house is open."""

    def __str__(self) -> str:
        return organisation_name()

    @property
    def is_example(self) -> bool:
        """Whether everything here is the invented company."""
        return organisation().example_since is not None


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page, by its name."""
    return _address(name, args, tuple(kwargs.items()))


@lru_cache(maxsize=8192)
def _address(name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, args=args or None, kwargs=dict(kwargs) or None)


@cache
def icon(name: str, size: str | None = None, tone: str = "") -> Markup:
    """A drawing from the sprite; hidden from who listens, because a word always stands beside it."""
    classes = " ".join(part for part in ("i", f"i-{size}" if size else "", tone) if part)
    sprite = static("shell/icons/sprite.svg")
    return Markup('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>').format(classes, sprite, name)


@cache
def typefaces() -> bool:
    """Whether the typefaces were fetched; without them the device's own are used."""
    return (STATIC / "shell/fonts/fonts.css").exists()


@cache
def static(path: str) -> str:
    """The address of a file that comes with the house."""
    return str(files.static(path))


def initials(name: str) -> str:
    """The letters in the circle: first and last name."""
    parts = [part for part in str(name).split() if part[0].isalnum()]
    letters = parts[0][0] + (parts[-1][0] if len(parts) > 1 else "") if parts else "?"
    return str(escape(letters.upper()))


def tone(name: str) -> str:
    """One of five quiet colours, always the same for the same name."""
    return f"a{crc32(str(name).encode()) % 5 + 1}"


def notices(request: Any) -> list[str]:
    """What the last page wanted to say on this one."""
    return [str(message) for message in get_messages(request)]


TOOLS = frozenset({words, static, address, icon, initials, tone})
