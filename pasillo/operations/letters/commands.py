"""Every way in which letters change."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.ground.effects import commands as effects
from pasillo.ground.files.commands import keep
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import may
from pasillo.operations.conversations.commands import FileIn
from pasillo.operations.letters.blanks import check
from pasillo.operations.letters.facts import LetterStuck, LetterTextChanged, LetterWritten
from pasillo.operations.letters.models import Letter, LetterText
from pasillo.operations.letters.pdf import pdf_of
from pasillo.operations.letters.values import sheet_of
from pasillo.strategy.catalogue.queries import current_form, form_of

WRITE = "letter"


@transaction.atomic
def set_text(
    request_type_id: int, *, titles: Mapping[str, str], texts: Mapping[str, str], by: str, at: datetime
) -> LetterText:
    """From now on this is what the letter says. A blank that nobody can fill is refused."""
    check_text(request_type_id, titles=titles, texts=texts)
    known = LetterText.objects.select_for_update().filter(request_type_id=request_type_id).first()
    given = {
        "titles": dict(titles),
        "texts": dict(texts),
        "version": known.version + 1 if known else 1,
        "is_used": True,
    }
    text, _is_new = LetterText.objects.update_or_create(request_type_id=request_type_id, defaults=given)
    _say_changed(text, by=by, at=at)
    return text


def _say_changed(text: LetterText, *, by: str, at: datetime) -> None:
    fact = LetterTextChanged(request_type_id=text.request_type_id, version=text.version, is_used=text.is_used)
    tell(fact, about=f"request_type:{text.request_type_id}", by=by, at=at)


def check_text(request_type_id: int, *, titles: Mapping[str, str], texts: Mapping[str, str]) -> None:
    """Refused when the letter has no title or text, in a language only half of it, or a blank that nobody can fill."""
    if not any(title.strip() for title in titles.values()):
        raise Refused(_("The letter needs a title."))
    if not texts or set(titles) - set(texts):
        raise Refused(_("The letter has no text yet."))
    if set(texts) - set(titles):
        raise Refused(_("The letter needs a title in each language in which it has a text."))
    questions = questions_of(request_type_id)
    for written in (*titles.values(), *texts.values()):
        check(written, questions=questions)


def questions_of(request_type_id: int) -> dict[str, Mapping[str, str]]:
    """The answers that a letter can take over, each with its question."""
    return {asked.key: asked.labels for asked in form_of(current_form(request_type_id)).fields}


@transaction.atomic
def withdraw_text(request_type_id: int, *, by: str, at: datetime) -> None:
    """Who asks from now on gets no letter by itself. Letters that are owed already are still written."""
    text = LetterText.objects.select_for_update().filter(request_type_id=request_type_id, is_used=True).first()
    if text is None:
        return
    text.is_used = False
    text.save(update_fields=["is_used"])
    _say_changed(text, by=by, at=at)


@transaction.atomic
def order(case_id: int, *, text: LetterText, by: str, at: datetime) -> Letter:
    """The letter is owed from now on; a worker writes it. Ordered twice, it is one letter."""
    letter, _is_new = Letter.objects.get_or_create(case_id=case_id, defaults={"text": text, "asked_at": at})
    about = f"case:{case_id}"
    effects.promise(WRITE, key=f"{about}:letter", payload={"letter_id": letter.pk}, about=about, at=at)
    return letter


@transaction.atomic
def produce(letter_id: int, *, at: datetime) -> Letter | None:
    """Write the letter and lay it into the conversation, once. None when it lies there or nobody needs it any more."""
    case_id = Letter.objects.values_list("case_id", flat=True).get(pk=letter_id)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    letter = Letter.objects.select_related("text", "text__request_type").get(pk=letter_id)
    if letter.written_at is not None or not may(case.state, "reply"):
        return None
    sheet = sheet_of(letter, at=at)
    blob = keep(pdf_of(sheet), media_type="application/pdf")
    letter.blob, letter.written_at = blob, at
    letter.save(update_fields=["blob", "written_at"])
    tell(LetterWritten(case_id=case.pk, letter_id=letter.pk, pages_bytes=blob.size), about=case.ref, by="system", at=at)
    with translation.override(case.language):
        words = _("Your letter is ready. You find it here as a file.")
    then = "resolve" if may(case.state, "resolve") else None
    file = FileIn(name=f"{sheet.title}.pdf", blob=blob, media_type="application/pdf")
    cases.reply(case.pk, text=words, files=[file], then=then, by_machine=True, by="system", at=at)
    return letter


@transaction.atomic
def leave_to_a_person(letter_id: int, *, why: str, at: datetime) -> None:
    """It cannot be written by itself: whoever serves finds out why, and writes it by hand."""
    letter = Letter.objects.select_related("case").get(pk=letter_id)
    tell(LetterStuck(case_id=letter.case_id, letter_id=letter.pk), about=letter.case.ref, by="system", at=at)
    words = _("This letter could not be written by itself. %(why)s") % {"why": why}
    cases.note(letter.case_id, text=words, key=f"letter-stuck:{letter.pk}", by="system", at=at)
