"""Rooms, and who has them when. Two bookings of one room can never overlap: the database itself refuses it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q, Value

from pasillo.ground.hours.models import Calendar
from pasillo.ground.people.models import Person
from pasillo.operations.cases.models import Case


class Resource(models.Model):
    """A room, or anything else that one has at a time: its hours, its seats, where it is."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField(default=1)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    is_offered = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Booking(models.Model):
    """A room is somebody's for a time."""

    class State(models.TextChoices):
        HELD = "held"
        GIVEN_BACK = "given_back"

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    sequence = models.PositiveSmallIntegerField(default=0, help_text="How often it was moved, for calendars.")
    made_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_booking_lasts"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="held"), name="one_booking_a_case"),
            ExclusionConstraint(
                name="a_room_is_never_booked_twice",
                expressions=[
                    (
                        Func(
                            F("resource"), F("resource"), Value("[]"), function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField()),
                        "&&",
                    ),
                ],
                condition=Q(state="held"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["resource", "starts_at"], name="booking_when", condition=Q(state="held"))]

    def __str__(self) -> str:
        return f"{self.resource_id} from {self.starts_at:%Y-%m-%d %H:%M}"
