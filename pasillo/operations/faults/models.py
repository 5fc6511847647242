"""Which requests report a fault at a place, the faults, and who is affected."""

from django.db import models

from pasillo.ground.people.models import Person
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import RequestType


class FaultPlan(models.Model):
    """This request reports a fault; one question of its form says where."""

    request_type = models.OneToOneField(RequestType, on_delete=models.CASCADE, related_name="+")
    place_field = models.CharField(max_length=40)
    days = models.PositiveSmallIntegerField(default=7, help_text="For how long a fault counts as just reported.")

    def __str__(self) -> str:
        return f"faults of request type {self.request_type_id}"


class Fault(models.Model):
    """Something is broken at a place, until it is repaired."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(FaultPlan, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120)
    reported_at = models.DateTimeField()
    repaired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["plan", "place", "reported_at"], name="fault_open", condition=models.Q(repaired_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"fault at {self.place}"


class Affected(models.Model):
    """Somebody for whom it is broken too."""

    fault = models.ForeignKey(Fault, on_delete=models.CASCADE, related_name="affected")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fault", "person"], name="one_joining_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} is affected by {self.fault_id}"
