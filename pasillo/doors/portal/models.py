"""What a visitor has begun to ask and not sent: kept on the server, files and all."""

import uuid

from django.db import models

from pasillo.ground.files.models import Blob
from pasillo.ground.people.models import Person
from pasillo.strategy.catalogue.models import RequestType


class RequestDraft(models.Model):
    """One request that was begun. Its key is known only to the browser of whoever has not signed in."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    request_type = models.ForeignKey(RequestType, on_delete=models.CASCADE, related_name="+")
    raw = models.JSONField(default=dict, help_text="What was typed, question by question, as it was typed.")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "request_type"],
                condition=models.Q(person__isnull=False),
                name="one_request_draft_each",
            )
        ]
        indexes = [models.Index(fields=["updated_at"], name="request_draft_age")]

    def __str__(self) -> str:
        return str(self.key)


class DraftFile(models.Model):
    """A file that was sent along with a draft, so that nobody has to attach it again."""

    draft = models.ForeignKey(RequestDraft, on_delete=models.CASCADE, related_name="files")
    field = models.CharField(max_length=40)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "field", "blob", "name"], name="one_draft_file_each")]

    def __str__(self) -> str:
        return self.name
