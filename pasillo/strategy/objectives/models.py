"""What we promise about a service, in versions that are never rewritten."""

from django.db import models

from pasillo.strategy.catalogue.models import RequestType, Service
from pasillo.strategy.objectives.policies import Audience, Policy
from pasillo.strategy.objectives.scope import Scope


class Objectives(models.QuerySet["Objective"]):
    """Questions about targets that have a name."""

    def general(self) -> "Objectives":
        """Those that the customers of the whole service are told."""
        return self.filter(scope="", audience=Audience.CUSTOMER)

    def latest_first(self, *same: str) -> "Objectives":
        """In the order in which they hold: of those that have begun the latest, of one moment the younger."""
        return self.order_by(*same, "-valid_from", "-version")


class Objective(models.Model):
    """One target of a service from one moment on, which may lie ahead. A promise made under it keeps pointing at it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    metric = models.CharField(max_length=30)
    audience = models.CharField(max_length=10, default=Audience.CUSTOMER)
    policy = models.CharField(max_length=16, default=Policy.SERVICE, help_text="Whose hours count.")
    scope = models.CharField(max_length=160, blank=True, default="", help_text="For which cases, in one word.")
    request_type = models.ForeignKey(RequestType, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    segment = models.CharField(max_length=60, blank=True, default="")
    priority = models.SmallIntegerField(null=True, blank=True)
    channel = models.CharField(max_length=20, blank=True, default="")
    target_minutes = models.PositiveIntegerField(null=True, blank=True, help_text="Served minutes, at most.")
    target_rate = models.DecimalField(max_digits=6, decimal_places=4, null=True, blank=True)
    version = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    is_ended = models.BooleanField(default=False, help_text="From valid_from on nothing is promised on this metric.")
    objects = Objectives.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "metric", "audience", "scope", "version"], name="one_objective_a_version"
            ),
            models.CheckConstraint(
                condition=models.Q(target_rate__isnull=True) | models.Q(target_rate__range=(0, 1)),
                name="a_rate_is_a_share",
            ),
        ]

    @property
    def holds_for(self) -> Scope:
        """For which cases it holds."""
        return Scope(
            request_type_id=self.request_type_id, segment=self.segment, priority=self.priority, channel=self.channel
        )

    def __str__(self) -> str:
        return f"{self.metric} of service {self.service_id}, version {self.version}"
