"""Who stands at a chat window of ours, in which conversation, and who of us takes chats now."""

from django.db import models

from pasillo.doors.channels.messaging.models import Account
from pasillo.ground.people.models import Person
from pasillo.operations.conversations.models import Conversation


class Visit(models.Model):
    """One browser at one window. It is known by a word that only that browser holds; we keep its hash."""

    class Proof(models.TextChoices):
        NONE = ""
        SIGNED = "signed"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    proof = models.CharField(max_length=10, blank=True, choices=Proof.choices, default=Proof.NONE)
    proven_until = models.DateTimeField(null=True, help_text="Until when the proof of the host's server holds.")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=8, default="en")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When the window asked for news last.")
    left_at = models.DateTimeField(null=True, help_text="When the window was closed; it may come back.")
    asked_at = models.DateTimeField(null=True, help_text="When they first wrote while somebody was there.")
    ahead = models.PositiveSmallIntegerField(default=0, help_text="How many waited then.")
    answered_at = models.DateTimeField(null=True, help_text="When a person of ours answered first.")

    class Meta:
        indexes = [
            models.Index(fields=["conversation"], name="visit_of_conversation"),
            models.Index(
                fields=["account", "-asked_at"], name="visit_how_long", condition=models.Q(asked_at__isnull=False)
            ),
            models.Index(fields=["seen_at"], name="visit_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.account_id}"


class Taker(models.Model):
    """Somebody of ours takes chats, until then at most."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} until {self.until}"
