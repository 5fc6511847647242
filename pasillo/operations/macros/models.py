"""Words and steps that are needed often."""

from django.db import models

from pasillo.ground.people.models import Area, Person


class Macro(models.Model):
    """A text in several languages, with the steps that go with it; for one person, one area, or everybody."""

    name = models.CharField(max_length=80)
    shortcut = models.CharField(max_length=30, blank=True, help_text="What one types after the slash.")
    texts = models.JSONField(default=dict, help_text="By language.")
    next_step = models.CharField(max_length=30, blank=True, help_text="What happens with the case after the reply.")
    takes = models.BooleanField(default=False, help_text="Whoever uses it holds the case.")
    priority = models.SmallIntegerField(null=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, null=True, on_delete=models.CASCADE, related_name="+")
    used = models.IntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) | models.Q(area__isnull=True), name="a_macro_has_one_owner"
            ),
            models.CheckConstraint(
                condition=models.Q(priority__isnull=True) | models.Q(priority__range=(1, 4)), name="macro_priority"
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="macro_of_person", condition=models.Q(person__isnull=False)),
            models.Index(fields=["area"], name="macro_of_area", condition=models.Q(person__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.name
