"""What whoever serves keeps for themselves or for their area, and what they do to many cases at once."""

from django.db import models

from pasillo.ground.people.models import Area, Person


class View(models.Model):
    """A way of looking at the queue that has a name: of one person, or of everybody in an area."""

    name = models.CharField(max_length=60)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, null=True, on_delete=models.CASCADE, related_name="+")
    split = models.CharField(max_length=10)
    asked = models.JSONField(default=dict, help_text="What is asked for, as it stands in an address.")
    made_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(area__isnull=True), name="a_view_is_of_one"
            ),
            models.UniqueConstraint(fields=["person", "area", "name"], name="one_view_a_name", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """One thing done to many cases: how far it is, what was refused and why, and what was so before."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=20)
    value = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    total = models.IntegerField()
    waiting = models.JSONField(default=list, help_text="The cases that are not done yet.")
    done = models.JSONField(default=list, help_text="The cases that are done, each with what was so before.")
    refused = models.JSONField(default=dict, help_text="How many cases were refused, by the reason.")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="round_age")]

    def __str__(self) -> str:
        return f"{self.act} on {self.total}"
