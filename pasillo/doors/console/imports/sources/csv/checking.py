"""Whether there is a table at all, and in our own words why there is none. Plain rules."""

import csv
from collections.abc import Sequence

from django.utils.translation import gettext as _

from pasillo.ground.kit.refusals import Refused

LONGEST_NAME = 500
WIDE = ("utf-16", "utf-32")
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
ONE_OF = 100  # so many letters for one that no text has


def is_wide(encoding: str) -> bool:
    """Whether a letter has several bytes, so that some of them look like no text."""
    return encoding.lower().replace("_", "-").startswith(WIDE)


def check_text(sample: bytes, encoding: str) -> None:
    """Refuse what is empty, and what is no text but a picture, a program or another kind of file."""
    if not sample.removeprefix(b"\xef\xbb\xbf").strip():
        raise Refused(_("The file is empty."))
    odd = len(sample) - len(sample.translate(None, CONTROLS))
    if not is_wide(encoding) and odd * ONE_OF > len(sample):
        raise Refused(no_table())


def check_heading(heading: Sequence[str]) -> None:
    """Refuse a first line that is none of names."""
    if any(len(name) > LONGEST_NAME for name in heading):
        raise Refused(no_table())


def no_table() -> str:
    """What is said of a file that is none."""
    return _("This is no table that we can read: it is another kind of file, or broken. Save it as CSV in UTF-8.")


def why_unread(trouble: csv.Error) -> str:
    """Why a line cannot be read, in our words and not in those of the program that reads."""
    if "larger" in str(trouble):
        return _("One of its cells is longer than any cell should be.")
    return _("A quotation mark or an end of line stands where none can be.")


def unclosed() -> str:
    """What is said of a quotation mark behind which no second one comes."""
    return _("A quotation mark is opened and never closed, so nobody can say where its words end.")
