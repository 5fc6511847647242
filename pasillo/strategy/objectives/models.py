"""What we promise about a service, in versions that are never rewritten."""

from django.db import models

from pasillo.strategy.catalogue.models import Service


class Objective(models.Model):
    """One target of a service from one moment on. A promise made under it keeps pointing at this version."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    metric = models.CharField(max_length=30)
    target_minutes = models.PositiveIntegerField(null=True, blank=True, help_text="Served minutes, at most.")
    target_rate = models.DecimalField(max_digits=6, decimal_places=4, null=True, blank=True)
    version = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    is_ended = models.BooleanField(default=False, help_text="From valid_from on nothing is promised on this metric.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "metric", "version"], name="one_objective_a_version"),
            models.CheckConstraint(
                condition=models.Q(target_rate__isnull=True) | models.Q(target_rate__range=(0, 1)),
                name="a_rate_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} of service {self.service_id}, version {self.version}"
