"""What we owe the outside, and the ledger of what was done once."""

import uuid

from django.db import models


class Effect(models.Model):
    """Something that must happen outside our database: a mail, a message, a call to another system.

    Written in the transaction of its cause; carried out later, under a lease with a fence, at least once.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        WITHHELD = "withheld"
        HELD = "held"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=200, unique=True, help_text="Derived from the cause: twice is once.")
    about = models.CharField(max_length=80, blank=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.IntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField()
    promised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    uncertain = models.BooleanField(default=False, help_text="An earlier try was cut off: it may have arrived.")
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["not_before"], name="effect_due", condition=models.Q(state="queued")),
            models.Index(fields=["about"], name="effect_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"


class Done(models.Model):
    """One line of the ledger: this cause has had its effect, and this is what came of it."""

    key = models.CharField(max_length=240, primary_key=True)
    about = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
