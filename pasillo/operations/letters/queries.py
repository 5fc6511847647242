"""What others may ask about letters."""

from pasillo.operations.letters.models import Letter, LetterText


def letter_of(case_id: int) -> Letter | None:
    """The letter of a case. Ask only for a case that the reader may see."""
    return Letter.objects.filter(case_id=case_id).first()


def text_of(request_type_id: int) -> LetterText | None:
    """What the letter of a request says now, if it still gets one."""
    return LetterText.objects.filter(request_type_id=request_type_id, is_used=True).first()
