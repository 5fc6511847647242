"""One row for every case, and one for every promise: what was lived, folded from the journal. Nothing here is
written by hand; all of it can be thrown away and read again."""

from django.db import models


class Story(models.Model):
    """What one customer lived in one case."""

    case_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(null=True)
    service_id = models.BigIntegerField(null=True)
    request_type_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    area_id = models.BigIntegerField(null=True, help_text="The area that answers for it now.")
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    follows_id = models.BigIntegerField(null=True)
    unverified = models.BooleanField(default=False)
    priority = models.SmallIntegerField(default=3, help_text="1 urgent to 4 low.")
    opened_at = models.DateTimeField(null=True, help_text="The customer's first contact.")
    first_answer_at = models.DateTimeField(null=True, help_text="The first words of a person of ours.")
    resolved_at = models.DateTimeField(null=True, help_text="The first time that we said it was solved.")
    final_resolved_at = models.DateTimeField(null=True, help_text="The last time, if it has not been undone since.")
    undone_at = models.DateTimeField(null=True, help_text="When the customer last said that it was not solved.")
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True, help_text="When it left the figures: cancelled, or merged.")
    merged_into_id = models.BigIntegerField(null=True, help_text="The case that was kept in its place.")
    duplicates = models.IntegerField(default=0, help_text="How many other cases turned out to be this one.")
    over_at = models.DateTimeField(null=True, help_text="When it was closed, cancelled or solved; None while open.")
    silent = models.BooleanField(default=False, help_text="Closed without a word of the customer.")
    state = models.CharField(max_length=20)
    state_at = models.DateTimeField(null=True)
    disputes = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)
    contacts_in = models.IntegerField(default=0, help_text="How often the customer wrote.")
    contacts_out = models.IntegerField(default=0, help_text="How often a person of ours wrote.")
    path = models.JSONField(default=list, help_text="The areas that answered for it, in order.")
    helpers = models.JSONField(default=list, help_text="The areas that were asked for a part of it.")
    areas_touched = models.IntegerField(default=0)
    handoffs = models.IntegerField(default=0)
    unproven_pauses = models.IntegerField(default=0)
    promised_at = models.DateTimeField(null=True, help_text="The day first promised for the solution.")
    promised_minutes = models.IntegerField(null=True)
    served_minutes = models.FloatField(null=True, help_text="Service time until solved, disputes included.")
    lived_minutes = models.FloatField(null=True, help_text="What the customer waited, never paused.")
    kept = models.IntegerField(default=0)
    broken = models.IntegerField(default=0)
    score = models.IntegerField(null=True, help_text="1 much worse than expected to 5 much better.")
    scored_at = models.DateTimeField(null=True)
    severity = models.SmallIntegerField(null=True, help_text="How bad it was, 0 to 100, once it is solved.")

    class Meta:
        indexes = [
            models.Index(fields=["opened_at", "case_id"], name="story_opened"),
            models.Index(fields=["resolved_at", "case_id"], name="story_resolved"),
            models.Index(fields=["final_resolved_at", "case_id"], name="story_solved"),
            models.Index(
                fields=["scored_at", "case_id"], name="story_scored", condition=models.Q(scored_at__isnull=False)
            ),
            models.Index(fields=["service_id", "final_resolved_at"], name="story_of_service"),
            models.Index(fields=["first_answer_at"], name="story_answered"),
            models.Index(fields=["over_at"], name="story_over"),
        ]

    def __str__(self) -> str:
        return f"Story of case {self.number}"


class Pledge(models.Model):
    """One promise to one customer, and what became of it."""

    clock_id = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="pledges", db_constraint=False)
    service_id = models.BigIntegerField(null=True)
    metric = models.CharField(max_length=30)
    audience = models.CharField(max_length=10, default="customer")
    cycle = models.IntegerField(default=1)
    objective_id = models.BigIntegerField(null=True)
    target_minutes = models.IntegerField(null=True)
    made_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True, help_text="What the customer was told first.")
    due_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, default="running")
    decided_at = models.DateTimeField(null=True)
    served_minutes = models.FloatField(null=True)
    disputed = models.BooleanField(default=False, help_text="Kept, but it was not solved.")

    class Meta:
        indexes = [
            models.Index(
                fields=["decided_at", "clock_id"],
                include=["service_id", "outcome", "disputed"],
                name="pledge_decided",
                condition=models.Q(outcome__in=["kept", "broken"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric} of case {self.case_id}: {self.outcome}"
