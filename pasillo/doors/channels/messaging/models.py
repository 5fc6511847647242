"""Our accounts on messaging channels, who wrote there, and what became of what we sent."""

from django.db import models
from django.db.models.functions import Now

from pasillo.ground.people.models import Person
from pasillo.operations.conversations.models import Conversation, Message
from pasillo.strategy.catalogue.models import Service


class Account(models.Model):
    """An account of ours on a channel: what is written to it becomes a case of its service."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=64, unique=True, help_text="The part of the webhook's address nobody guesses.")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8, default="en")
    settings = models.JSONField(default=dict, help_text="What is filled in and no secret.")
    sealed = models.BinaryField(blank=True, default=bytes, help_text="The secrets, sealed by a key outside.")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1, help_text="Counts changes, so that two do not overwrite.")
    heard_at = models.DateTimeField(null=True, help_text="When a call came in last.")
    refused_at = models.DateTimeField(null=True, help_text="When a call was refused last, because it was not theirs.")
    trouble = models.CharField(max_length=300, blank=True)
    trouble_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


class Thread(models.Model):
    """One person on one account of ours: in which conversation it goes on, and when they wrote last."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=200, help_text="Under which name they wrote last.")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.SET_NULL, related_name="+")
    heard_at = models.DateTimeField(help_text="When they wrote last, by the provider's clock.")
    token = models.CharField(max_length=200, blank=True, help_text="With what the provider lets us answer for free.")
    stopped_at = models.DateTimeField(null=True, help_text="Since when they want no messages.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "person"], name="one_thread_an_account")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.account_id}"


class Heard(models.Model):
    """A message that came in, by the provider's name for it: the second one with that name is a copy."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    outside_id = models.CharField(max_length=250)
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "outside_id"], name="one_message_a_name")]

    def __str__(self) -> str:
        return self.outside_id


class Sent(models.Model):
    """A piece of a message of ours, by the provider's name for it. Its receipt may come before we know the name."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    outside_id = models.CharField(max_length=250)
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="+")
    piece = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, default="sent")
    note = models.CharField(max_length=300, blank=True)
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "outside_id"], name="one_piece_a_name")]

    def __str__(self) -> str:
        return f"{self.outside_id} ({self.state})"


class Template(models.Model):
    """A text that the provider approved: it may be sent when nothing else may."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=250)
    language = models.CharField(max_length=20)
    text = models.TextField()
    outside_id = models.CharField(max_length=100, blank=True)
    is_usable = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name", "language"], name="one_template_a_language")]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"
