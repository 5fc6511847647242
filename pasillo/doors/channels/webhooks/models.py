"""The hooks, what each is owed or was told, and what was answered to each attempt."""

import uuid

from django.db import models

KIND = "webhook"


class Hook(models.Model):
    """An address of somebody's program that wants to know what happens to cases."""

    name = models.CharField(max_length=120)
    address = models.CharField(max_length=500)
    events = models.JSONField(default=list, help_text="The names of the facts that it is told.")
    area_ids = models.JSONField(default=list, help_text="The areas whose cases it hears of; empty means all.")
    sealed = models.BinaryField(blank=True, default=bytes, help_text="The secrets, sealed by a key outside.")
    is_active = models.BooleanField(default=True)
    listens_from = models.DateTimeField(help_text="It hears of what is told from then on.")
    version = models.PositiveIntegerField(default=1, help_text="Counts changes, so that two do not overwrite.")
    failures = models.PositiveIntegerField(default=0, help_text="How many attempts in a row were in vain.")
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True, help_text="When it took something last.")
    switched_off_at = models.DateTimeField(null=True, help_text="When we stopped to knock by ourselves.")

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """How other tables name it."""
        return f"hook:{self.pk}"


class Delivery(models.Model):
    """One fact for one hook. Its id is the webhook-id; trying again and replaying never change it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="+")
    entry_id = models.BigIntegerField(null=True, help_text="The entry of the journal; nothing for a test.")
    case_id = models.BigIntegerField(null=True)
    event = models.CharField(max_length=40)
    body = models.JSONField()
    happened_at = models.DateTimeField()
    owed_at = models.DateTimeField(help_text="Since when it is owed; a replay begins anew.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    round = models.PositiveIntegerField(default=0, help_text="How often somebody wanted it replayed.")
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveIntegerField(null=True, help_text="What was answered last.")
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hook", "entry_id"], name="one_delivery_a_fact")]
        indexes = [
            models.Index(fields=["hook", "-owed_at"], name="delivery_of_hook"),
            models.Index(fields=["hook", "case_id", "entry_id"], name="delivery_waiting",
                         condition=models.Q(state="waiting")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.event} for {self.hook_id} ({self.state})"

    @property
    def outside_id(self) -> str:
        """Its name for the receiver, who may drop what they have already."""
        return f"msg_{self.pk.hex}"


class Attempt(models.Model):
    """One knock at a door: what was answered, and how quickly."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveIntegerField(null=True)
    head = models.CharField(max_length=500, blank=True, help_text="How the answer began.")
    took_ms = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.status} at {self.at}"
