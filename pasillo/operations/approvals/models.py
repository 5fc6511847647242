"""Steps of approval on a case, and which requests need them."""

from django.db import models

from pasillo.ground.people.models import Area, Person
from pasillo.operations.approvals.deciding import LABELS, State, Step
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import RequestType

STATES = [(state.value, LABELS[state]) for state in State]


class Plan(models.Model):
    """Who is asked, one after the other, when this is requested."""

    request_type = models.OneToOneField(RequestType, on_delete=models.CASCADE, related_name="+")
    steps = models.JSONField(help_text="[{role, person_id, area_id, hours}], in order.")

    def __str__(self) -> str:
        return f"approval of request type {self.request_type_id}"


class Approval(models.Model):
    """One step: who is asked, until when, and what they said. It shows what they need to know, not the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=10, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    hours = models.PositiveSmallIntegerField(default=16)
    state = models.CharField(max_length=10, choices=STATES, default=State.WAITING)
    subject = models.CharField(max_length=300)
    asks = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="Who needs the yes.")
    lines = models.JSONField(default=list, help_text="[[question, answer]] as the decider reads them.")
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "place"], name="one_approval_a_place")]
        indexes = [
            models.Index(fields=["due_at"], name="approval_asked", condition=models.Q(state="asked")),
            models.Index(fields=["decided_at"], name="approval_decided", condition=models.Q(state="given")),
        ]

    def __str__(self) -> str:
        return f"approval {self.place} of {self.case_id}: {self.state}"

    @property
    def step(self) -> Step:
        """The rule's view of it."""
        return Step(role=self.role, person_id=self.person_id, area_id=self.area_id, hours=self.hours)
