"""Phone systems that tell us of calls, and the calls themselves."""

from django.db import models

from pasillo.ground.people.models import Area, Person
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import Service


class PhoneSystem(models.Model):
    """A phone system of ours that says who calls whom."""

    name = models.CharField(max_length=120)
    key = models.CharField(max_length=64, unique=True, help_text="The part of its address that nobody guesses.")
    sealed = models.BinaryField(blank=True, default=bytes, help_text="Its secret, sealed by a key outside.")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8, default="en")
    extensions = models.JSONField(default=dict, help_text="Who sits at which extension: its number and their id.")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1, help_text="Counts changes, so that two do not overwrite.")
    heard_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True, help_text="When a call was refused last, because it was not theirs.")

    def __str__(self) -> str:
        return self.name


class Call(models.Model):
    """One call, as the phone system tells it."""

    system = models.ForeignKey(PhoneSystem, on_delete=models.CASCADE, related_name="+")
    outside_id = models.CharField(max_length=120)
    outgoing = models.BooleanField(default=False)
    number = models.CharField(max_length=40, blank=True, help_text="The number of the other side; may be withheld.")
    extension = models.CharField(max_length=40, blank=True)
    agent = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    customer = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    began_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    logged = models.BooleanField(default=False, help_text="One of ours has written down what was said.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "outside_id"], name="one_call_a_name")]
        indexes = [models.Index(fields=["agent", "-began_at"], name="call_of_agent")]

    def __str__(self) -> str:
        return f"{self.number} at {self.began_at:%Y-%m-%d %H:%M}"

    @property
    def minutes(self) -> int | None:
        """How long they talked, begun minutes counted whole; nothing while they talk, or when nobody answered."""
        if self.answered_at is None or self.ended_at is None:
            return None
        return max(1, -int(-(self.ended_at - self.answered_at).total_seconds() // 60))

    @property
    def was_missed(self) -> bool:
        """Whether somebody called us and nobody answered."""
        return self.ended_at is not None and self.answered_at is None and not self.outgoing


class CallBack(models.Model):
    """We promised to call the customer of a case within half an hour that they chose."""

    class State(models.TextChoices):
        AGREED = "agreed"
        MADE = "made"
        UNREACHED = "unreached"
        GIVEN_UP = "given_up"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.AGREED)
    tries = models.PositiveSmallIntegerField(default=0)
    missed_at = models.DateTimeField(null=True, help_text="When its time was over and nobody had called.")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(state="agreed"), name="one_call_back_a_case")
        ]
        indexes = [
            models.Index(fields=["area", "starts_at"], name="call_back_when", condition=models.Q(state="agreed"))
        ]

    def __str__(self) -> str:
        return f"{self.case_id} at {self.starts_at:%Y-%m-%d %H:%M}"
