"""The texts of letters, and the letters that were made from them."""

from django.db import models

from pasillo.ground.files.models import Blob
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import RequestType


class LetterText(models.Model):
    """What a letter says, in each language, with blanks."""

    request_type = models.OneToOneField(RequestType, on_delete=models.CASCADE, related_name="+")
    titles = models.JSONField(help_text="Title per language.")
    texts = models.JSONField(help_text="Text per language, with blanks such as {name}.")
    version = models.PositiveIntegerField(default=1)
    is_used = models.BooleanField(default=True, help_text="Whether requests still get this letter.")

    def __str__(self) -> str:
        return f"letter of request type {self.request_type_id}"


class Letter(models.Model):
    """One letter for one case: asked for, and once it is made, the file."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey(LetterText, on_delete=models.PROTECT, related_name="+")
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"letter for case {self.case_id}"
