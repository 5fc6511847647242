"""The organisation itself, as a row."""

from typing import ClassVar

from django.db import models


class Organisation(models.Model):
    """The organisation that this house serves: one row, changed by one person at a time."""

    THE_ONE: ClassVar[int] = 1

    name = models.CharField(max_length=120)
    languages = models.JSONField(default=list)
    zone = models.CharField(max_length=60, blank=True)
    staff_needs_two = models.BooleanField(default=False, help_text="Whoever works here needs a second factor.")
    customers_sign_up = models.BooleanField(default=True, help_text="Customers may make an account themselves.")
    version = models.PositiveIntegerField(default=1)
    example_since = models.DateTimeField(null=True, blank=True, help_text="Since when the example company is here.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_organisation")]

    def __str__(self) -> str:
        return self.name
