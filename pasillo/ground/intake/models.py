"""What came in from outside, as raw bytes, with what became of it."""

from django.db import models

from pasillo.ground.files.models import Blob


class Inbound(models.Model):
    """One thing that came in: stored and committed before it is acknowledged, flagged or read."""

    class State(models.TextChoices):
        NEW = "new"
        READ = "read"
        SEEN_AGAIN = "seen_again"
        IGNORED = "ignored"
        QUARANTINED = "quarantined"
        HELD = "held"

    channel = models.CharField(max_length=20)
    mailbox = models.CharField(max_length=254)
    outside_id = models.CharField(max_length=200, blank=True, help_text="Where it lay, as 'uidvalidity:uid'.")
    sender = models.CharField(max_length=254, blank=True, help_text="Envelope sender, as claimed.")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    reason = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=80, blank=True, help_text="What it became, as 'case:17'.")
    attempts = models.IntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "mailbox", "outside_id"],
                condition=~models.Q(outside_id=""),
                name="one_inbound_a_place",
            )
        ]
        indexes = [
            models.Index(fields=["id"], name="inbound_new", condition=models.Q(state="new")),
            models.Index(
                fields=["channel", "mailbox", "id"], name="inbound_new_by_mailbox", condition=models.Q(state="new")
            ),
            models.Index(fields=["about"], name="inbound_about"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} #{self.pk} ({self.state})"
