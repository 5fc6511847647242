"""The keys by which machines come in, and what we remember of what they sent."""

import uuid

from django.db import models

from pasillo.ground.files.models import Blob
from pasillo.ground.people.models import Person
from pasillo.operations.cases.models import Case


class ApiToken(models.Model):
    """A key that acts in the name of one person, perhaps with less than their rights. Only its fingerprint is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    scopes = models.JSONField(default=list, help_text="What it may do, as in `scopes`; empty: all that its person may.")
    areas = models.JSONField(default=list, help_text="Ids: only cases of these areas; empty: all that its person sees.")
    per_minute = models.IntegerField(null=True, blank=True, help_text="Requests; empty: as usual here, 0: no limit.")
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.person}"


class Use(models.Model):
    """How many requests came with a token in one minute, in all web processes together."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    minute = models.BigIntegerField(help_text="Minutes since 1970.")
    n = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "minute"], name="one_use_a_minute")]

    def __str__(self) -> str:
        return f"{self.n} in {self.minute} with {self.token_id}"


class KeptAnswer(models.Model):
    """What was answered to a request with an Idempotency-Key: whoever sends it again gets it again."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    asked = models.CharField(max_length=64, help_text="What was asked, as a fingerprint: method, address and body.")
    status = models.SmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_a_key")]
        indexes = [models.Index(fields=["made_at"], name="kept_answer_when")]

    def __str__(self) -> str:
        return f"{self.status} to {self.key}"


class Upload(models.Model):
    """A file that a machine has sent ahead of the words with which it belongs. Only who sent it can use it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Happening(models.Model):
    """Something that happened outside, as a machine told it, and the case that came of it: told twice, it is one."""

    whose = models.BigIntegerField(default=0, help_text="The customer whose machine told it; 0: a machine of ours.")
    source = models.CharField(max_length=80)
    event = models.CharField(max_length=120)
    told = models.CharField(max_length=64, help_text="What was told, as a fingerprint.")
    happened_at = models.DateTimeField()
    told_at = models.DateTimeField()
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["whose", "source", "event"], name="it_happened_once")]

    def __str__(self) -> str:
        return f"{self.event} of {self.source}"
