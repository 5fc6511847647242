"""The journal itself, and how far each follower has read it."""

from django.db import models


class TransactionId(models.Field):
    """PostgreSQL's 64-bit transaction number, filled in by the database."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class Entry(models.Model):
    """One fact, as it was told. Entries are added, never changed: the application's role has no right to."""

    tx = TransactionId(db_default=models.Func(function="pg_current_xact_id"), editable=False)
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=80, help_text="What the fact is about, as 'case:17'.")
    by = models.CharField(max_length=80, help_text="Who did it, as 'person:4' or 'system'.")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"), editable=False)
    data = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["about", "id"], name="journal_about"),
            models.Index(fields=["name", "happened_at"], name="journal_name_when"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name} {self.about}"


class Position(models.Model):
    """How far one follower has read: everything up to and with this (tx, entry)."""

    follower = models.CharField(max_length=60, primary_key=True)
    tx = models.CharField(max_length=20, default="0", help_text="Transaction number, in decimal digits.")
    entry_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.follower} at {self.entry_id}"
