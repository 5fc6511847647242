"""How work finds its people: rules in an order, places with a cap, and why each case went where it went."""

from django.db import models

from pasillo.ground.hours.models import Calendar
from pasillo.ground.people.models import Area, Person, PersonSkill, Skill
from pasillo.operations.cases.models import Case
from pasillo.operations.routing.ranking import PERCENT_SPARE

USUAL_CAP, USUAL_TOUCH, HALF = 8, 20, 50


class Mode(models.TextChoices):
    """Who gives out the work of an area: people by hand, people with a suggestion, or the house."""

    OFF = "off"
    SUGGEST = "suggest"
    ASSIGN = "assign"


class Board(models.Model):
    """How the work of one area finds its people."""

    area = models.OneToOneField(Area, primary_key=True, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.OFF)
    policy = models.CharField(max_length=16, default=PERCENT_SPARE)
    touch_minutes = models.PositiveSmallIntegerField(default=USUAL_TOUCH, help_text="A shift must last that long yet.")
    relax_at = models.PositiveSmallIntegerField(
        default=HALF, help_text="From this share of its promise a case presses."
    )
    overflow = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    drips = models.BooleanField(default=True, help_text="The backlog of the night is given out bit by bit.")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.area_id}: {self.mode}"


class Seat(models.Model):
    """A person's place in an area: how much they can carry, in which languages, and in which hours."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    cap = models.PositiveSmallIntegerField(default=USUAL_CAP, help_text="So many usual cases at once.")
    channel_caps = models.JSONField(default=dict, blank=True)
    languages = models.JSONField(default=list, blank=True)
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    last_given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "person"], name="one_seat_in_an_area")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.area_id}: {self.cap}"


class Rule(models.Model):
    """For which cases of an area something special is asked; the first that fits decides."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    condition = models.JSONField(default=dict, help_text="Plain data: see ground.conditions.")
    to_area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    speaks = models.BooleanField(default=False, help_text="Whoever takes it speaks the customer's language.")
    policy = models.CharField(max_length=16, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("area_id", "place", "id")

    def __str__(self) -> str:
        return self.title


class RuleNeed(models.Model):
    """A skill that a rule asks for."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="needs")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=PersonSkill.Level.choices, default=PersonSkill.Level.ABLE)
    must = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "skill"], name="one_need_a_skill")]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.skill_id} {self.level}"


class Choice(models.Model):
    """Why a case went to somebody, was suggested to them, went elsewhere, or found nobody."""

    class Outcome(models.TextChoices):
        ASSIGNED = "assigned"
        SUGGESTED = "suggested"
        NOBODY = "nobody"
        MOVED = "moved"
        RETURNED = "returned"
        REBALANCED = "rebalanced"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    rule = models.ForeignKey(Rule, null=True, on_delete=models.SET_NULL, related_name="+")
    policy = models.CharField(max_length=16, blank=True)
    score = models.IntegerField(default=0)
    made_at = models.DateTimeField()
    was_backlog = models.BooleanField(default=False)
    why = models.JSONField(default=dict, help_text="Who could, who could not and why: ids and figures.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(outcome__in=["suggested", "nobody"]), name="one_open_choice_a_case"
            )
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="choice_of_case"),
            models.Index(fields=["area", "made_at"], name="choice_of_night", condition=models.Q(was_backlog=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.outcome}"


class Rebalance(models.Model):
    """Cases that moved between the people of an area in one go; it can be undone."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    moves = models.JSONField(default=list, help_text="Case, from whom, to whom.")
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.area_id} at {self.made_at:%Y-%m-%d %H:%M}"
