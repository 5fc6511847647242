"""Every text for people exists in Spanish and Indonesian, with its placeholders, and reaches gettext unchanged."""

from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tools.compile_words import LOCALE, compiled
from tools.words import LANGUAGES, faults, gathered

languages = pytest.mark.parametrize("language", LANGUAGES)


def _known(language):
    path = LOCALE / language / "LC_MESSAGES/django.po"
    return path, read_po(BytesIO(path.read_bytes()), locale=language)


def _told(catalogue):
    return {_flat(message.id): _flat(message.string) for message in catalogue if message.id and message.string}


def _flat(words):
    return (words,) if isinstance(words, str) else tuple(words)


@pytest.fixture(scope="module")
def source():
    return gathered()


@languages
def test_no_text_lacks_its_translation(source, language):
    _path, known = _known(language)
    known.update(source, no_fuzzy_matching=True)

    assert list(faults(known)) == []


@languages
def test_what_we_compile_is_what_was_translated(language):
    path, known = _known(language)

    made = read_mo(BytesIO(compiled(path.read_text(encoding="utf-8"))))

    assert _told(made) == _told(known)


def test_a_language_without_plurals_has_one_form_for_all():
    path, _known_words = _known("id")

    spoken = GNUTranslations(BytesIO(compiled(path.read_text(encoding="utf-8"))))

    assert (
        spoken.ngettext("%(n)s day", "%(n)s days", 1) == spoken.ngettext("%(n)s day", "%(n)s days", 5) == "%(n)s hari"
    )


def test_a_doubtful_word_stays_out():
    made = GNUTranslations(
        BytesIO(compiled('msgid ""\nmsgstr "Language: es\\n"\n\n#, fuzzy\nmsgid "case"\nmsgstr "caja"\n'))
    )

    assert made.gettext("case") == "case"
