"""Gathers the words for people from Python and the templates, and says which of them lack a translation.

`make words` runs it. It fails when a Spanish or Indonesian word is missing or doubtful, or has lost a placeholder.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.compile_words import LOCALE  # noqa: E402
from tools.compile_words import main as compile_all  # noqa: E402

LANGUAGES = ("es", "id")
PACKAGE = ROOT / "pasillo"
METHODS = [
    ("**/migrations/**", "ignore"), ("**.py", "python"),
    ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2"),
]  # fmt: skip
JINJA = {"extensions": "jinja2.ext.do", "trimmed": "true", "encoding": "utf-8"}
OPTIONS = {"**/templates/**.html": JINJA, "**/templates/**.txt": JINJA}
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_noop", "gettext_lazy")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    "pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


def main() -> int:
    """Brings the translators' files up to date and tells what is still to do."""
    source = gathered()
    untold = 0
    for language in LANGUAGES:
        catalogue = brought_up_to_date(language, source)
        missing = [f"{language}: {fault}" for fault in faults(catalogue)]
        untold += len(missing)
        print("\n".join([*missing, f"{language}: {len(catalogue)} texts, {len(missing)} to do"]))
    compile_all()
    return 1 if untold else 0


def gathered() -> Catalog:
    """Every text that the product can say."""
    source = Catalog(project="Pasillo", charset="utf-8", fuzzy=False)
    found = extract_from_dir(PACKAGE, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",))
    for file, line, words, comments, context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        if words and words != "":
            source.add(words, None, [(f"pasillo/{file}", line)], auto_comments=comments, context=context)
    return source


def brought_up_to_date(language: str, source: Catalog) -> Catalog:
    """The translators' file with today's texts: old translations kept, guesses never made."""
    path = LOCALE / language / "LC_MESSAGES/django.po"
    known = read_po(BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    known.update(source, no_fuzzy_matching=True)
    known.fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, known, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    path.write_bytes(_plain_head(written.getvalue()))
    return known


def faults(catalogue: Catalog) -> Iterator[str]:
    """What a reader in that language would stumble over."""
    for message in catalogue:
        if message.id and (fault := _fault(message)):
            yield f"{fault}: {message.id!r}"


def _fault(message: Message) -> str:
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if message.fuzzy:
        return "doubtful"
    if not all(said):
        return "missing"
    asked = message.id if isinstance(message.id, tuple | list) else (message.id,)
    wanted = set(PLACEHOLDER.findall(asked[-1]))
    if any(set(PLACEHOLDER.findall(words)) - wanted for words in said) or set(PLACEHOLDER.findall(said[-1])) != wanted:
        return "placeholders differ"
    return ""


def _plain_head(file: bytes) -> bytes:
    """Without dates and names in the head, so that the file changes only when its words do."""
    told = rb'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Project-Id-Version|'
    told += rb"Report-Msgid-Bugs-To):.*\n"
    return re.sub(told, b"", re.sub(rb"\A(?:#.*\n)+\n*", b"", file), flags=re.M).lstrip()


if __name__ == "__main__":
    sys.exit(main())
