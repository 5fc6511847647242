"""What was not understood, as a table that opens in any spreadsheet and runs nothing there."""

import csv
import io

from django.utils.translation import gettext as _

from pasillo.doors.console.imports.staging import Staging

RUNS = ("=", "+", "-", "@", "\t", "\r")


def report(staging: Staging) -> bytes:
    """Every line that was not understood, with the case and the reason."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow([_("Line"), _("Case"), _("Why")])
    for one in staging.troubles():
        table.writerow([one.line, harmless(one.case), harmless(one.why)])
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(RUNS) else cell
