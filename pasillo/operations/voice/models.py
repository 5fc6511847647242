"""What customers felt: a score against what they expected, and their words."""

from django.db import models

from pasillo.ground.people.models import Person
from pasillo.operations.cases.models import Case


class Feedback(models.Model):
    """How one customer lived one case: 1 much worse than expected, 3 as expected, 5 much better."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    score = models.SmallIntegerField()
    words = models.TextField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="score_from_1_to_5"),
            models.UniqueConstraint(fields=["case", "person"], name="one_feedback_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.score} for {self.case_id}"


class Recognition(models.Model):
    """A customer's praise belongs to somebody."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="one_recognition_a_person")]
        indexes = [models.Index(fields=["person", "-given_at"], name="recognition_of")]

    def __str__(self) -> str:
        return f"praise of {self.person_id}"
