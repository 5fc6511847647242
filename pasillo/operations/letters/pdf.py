"""A letter on paper: plain words drawn on a page. Nothing in them is read as a command, and nothing is fetched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _

FONT, BOLD = "Letter", "Letter-Bold"
FILES = {FONT: "Vera.ttf", BOLD: "VeraBd.ttf"}
MARGIN, SIZE, LEADING = 72, 10.5, 16
MOST_PAGES = 20


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What stands on a letter."""

    title: str
    head: Sequence[str]
    text: str
    foot: str
    language: str = "en"


def pdf_of(sheet: Sheet) -> bytes:
    """The letter as the bytes of a PDF: the same letter gives the same bytes."""
    _learn_letters()
    _check_printable(sheet)
    canvas = Canvas(BytesIO(), pagesize=A4, invariant=1, lang=sheet.language)
    canvas.setTitle(sheet.title)
    _draw(canvas, sheet)
    data: bytes = canvas.getpdfdata()
    return data


def _draw(canvas: Canvas, sheet: Sheet) -> None:
    width, height = A4
    y = height - MARGIN
    for line in sheet.head:
        canvas.setFont(FONT, SIZE - 1)
        canvas.drawRightString(width - MARGIN, y, line)
        y -= LEADING
    y -= 3 * LEADING
    canvas.setFont(BOLD, SIZE + 3)
    for line in simpleSplit(sheet.title, BOLD, SIZE + 3, width - 2 * MARGIN):
        canvas.drawString(MARGIN, y, line)
        y -= LEADING + 4
    y -= LEADING
    _draw_text(canvas, sheet, y, width)
    _draw_foot(canvas, sheet)


def _draw_text(canvas: Canvas, sheet: Sheet, y: float, width: float) -> None:
    canvas.setFont(FONT, SIZE)
    pages = 1
    for line in _lines(sheet.text, width - 2 * MARGIN):
        if y < MARGIN + 2 * LEADING:
            pages += 1
            if pages > MOST_PAGES:
                raise Refused(str(_("This letter is too long to be printed.")))
            _draw_foot(canvas, sheet)
            canvas.showPage()
            canvas.setFont(FONT, SIZE)
            y = A4[1] - MARGIN
        canvas.drawString(MARGIN, y, line)
        y -= LEADING


def _lines(text: str, width: float) -> Iterator[str]:
    for paragraph in text.replace("\t", "    ").split("\n"):
        yield from simpleSplit(paragraph, FONT, SIZE, width) or [""]


def _draw_foot(canvas: Canvas, sheet: Sheet) -> None:
    canvas.setFont(FONT, SIZE - 3)
    canvas.drawString(MARGIN, MARGIN - 2 * LEADING, sheet.foot)


def _learn_letters() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name, file in FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(folder / file)))


def _check_printable(sheet: Sheet) -> None:
    """A letter with holes in somebody's name is worse than none: a person has to write it."""
    known = pdfmetrics.getFont(FONT).face.charWidths
    wanted = {*sheet.title, *sheet.text, *sheet.foot, *"".join(sheet.head)} - {"\n", "\t"}
    missing = sorted(char for char in wanted if ord(char) not in known)
    if missing:
        raise Refused(str(_("Our letters have no sign for: %(signs)s") % {"signs": " ".join(missing[:10])}))
