"""Bytes in the database: one durability domain, one backup."""

from django.db import models


class Blob(models.Model):
    """Some bytes, known by their SHA-256. The same bytes are kept once."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120, default="application/octet-stream")

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.size} bytes)"


class Chunk(models.Model):
    """A stretch of at most 256 KiB of a blob."""

    blob = models.ForeignKey(Blob, on_delete=models.CASCADE, related_name="chunks")
    number = models.IntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blob", "number"], name="one_chunk_a_place")]

    def __str__(self) -> str:
        return f"{self.blob_id[:12]}/{self.number}"
