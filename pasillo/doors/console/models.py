"""What an installation remembers of itself: by what its secret key is known."""

from django.db import models


class KeyMark(models.Model):
    """By what the secret key is known with which this data was made. The key itself is never in the database."""

    mark = models.CharField(max_length=32)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.mark[:8]}… since {self.since:%Y-%m-%d}"
