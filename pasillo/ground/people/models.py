"""Anyone with a name: customers and employees are one kind of thing."""

from datetime import date, datetime
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.functions import Lower, Upper

from pasillo.ground.asking import asked
from pasillo.ground.hours.models import Calendar
from pasillo.ground.people.house import Organisation as Organisation


class Segment(models.Model):
    """Customers to whom we may promise something of their own. Accounts name it."""

    name = models.CharField(max_length=60, unique=True)
    description = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """An organisation that is a customer."""

    name = models.CharField(max_length=200)
    segment = models.CharField(
        max_length=60, blank=True, default="", help_text="A word of ours: what we promise may depend on it."
    )

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A team that serves, with its own hours."""

    name = models.CharField(max_length=120, unique=True)
    function = models.CharField(max_length=60, blank=True)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1, help_text="Counts changes, so that two do not overwrite.")

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Finds people by the address they sign in with, whatever its capitals."""

    def get(self, *which: Any, **named: Any) -> "Person":
        """As Django does; by their number alone, as every page asks, in words that are put into SQL once."""
        if which or list(named) != ["pk"] or type(named["pk"]) is not int:
            return super().get(*which, **named)
        for person in asked(_numbered, named["pk"]):
            return cast(Person, person)
        raise Person.DoesNotExist("Person matching query does not exist.")

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


def _numbered(person_id: int) -> QuerySet["Person"]:
    return Person.objects.filter(pk=person_id)


class Person(AbstractBaseUser):
    """A customer, a colleague, often both."""

    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, null=True, blank=True, unique=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, default="en")
    zone = models.CharField(max_length=60, blank=True)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    verified_at = models.DateTimeField(null=True, blank=True, help_text="When the address was proven to be theirs.")
    found_by = models.CharField(max_length=400, blank=True, help_text="Name and address as one compares them.")
    preferences = models.JSONField(default=dict, blank=True, help_text="How they like to work: density, keys, notices.")

    USERNAME_FIELD = "email"
    objects = People()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_address")]
        indexes = [
            models.Index(fields=["found_by"], name="person_found_by", opclasses=["text_pattern_ops"]),
            models.Index(Upper("email"), name="person_by_address"),  # as `email__iexact` asks
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """The name under which the journal knows this person."""
        return f"person:{self.pk}"


class Identity(models.Model):
    """Under which name a person is known somewhere else: a number, an id in a messenger, and how far that is proven.

    A realm is where the name is worth something: a whole network ("phone", "whatsapp", "email"), or one account of
    ours in it; what was only claimed has a realm of its own. A channel asks `commands.recognise` and need not know of
    joining: who came by a name stays the person of that name.
    """

    class Proof(models.TextChoices):
        CLAIMED = "claimed"
        CHANNEL = "channel"
        CLICKED = "clicked"
        SIGNED = "signed"
        CONFIRMED = "confirmed"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    realm = models.CharField(max_length=80)
    address = models.CharField(max_length=200)
    shown = models.CharField(max_length=200, blank=True, help_text="As one writes it: +62 812 3456.")
    proof = models.CharField(max_length=10, choices=Proof.choices, default=Proof.CHANNEL)
    met_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["realm", "address"], name="one_identity_a_realm")]

    def __str__(self) -> str:
        return f"{self.realm} {self.shown or self.address}"

    @staticmethod
    def hold(realm: str, address: str) -> None:
        """Until the transaction ends, nobody else meets somebody under this name."""
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"identity:{realm}:{address}"])


class FormerIdentity(models.Model):
    """A name that is somebody's no more: a number that was given to others, or one that was never theirs."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    realm = models.CharField(max_length=80)
    address = models.CharField(max_length=200)
    shown = models.CharField(max_length=200, blank=True)
    proof = models.CharField(max_length=10)
    met_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.realm} {self.shown or self.address} until {self.ended_at:%Y-%m-%d}"


class Joining(models.Model):
    """Two contacts are one person: a link, so that it can be undone. Nothing of either is rewritten."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    into = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    root = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="+", help_text="As whom all are shown."
    )
    why = models.CharField(max_length=80, blank=True, help_text="The reasons for which it was offered, by their names.")
    joined_at = models.DateTimeField()
    joined_by = models.CharField(max_length=80)
    reads_at = models.DateTimeField(null=True, help_text="Since when the one reads what the other asked.")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(undone_at__isnull=True), name="joined_once_at_a_time"
            ),
            models.CheckConstraint(condition=~models.Q(person=models.F("into")), name="nobody_joins_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.into_id}"


class Apart(models.Model):
    """Somebody looked, and these two are not one person; the smaller number stands first."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="told_apart_once")]


class Role(models.TextChoices):
    """What a person may be in the organisation."""

    AGENT = "agent"
    MANAGER = "manager"
    HEAD = "head"
    EMPLOYEE = "employee"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Membership(models.Model):
    """A person's role in one area, or in the whole organisation where no area is named."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "area", "role"], name="one_membership_a_role", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(area__isnull=False) | ~models.Q(role__in=["agent", "manager"]),
                name="who_serves_belongs_to_an_area",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class Skill(models.Model):
    """Something that a person can be able to do: read a contract in English, open a panel."""

    name = models.CharField(max_length=80, unique=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class PersonSkills(models.QuerySet["PersonSkill"]):
    def valid_on(self, day: date) -> "PersonSkills":
        """Those that hold on this day."""
        open_end = models.Q(valid_to=None) | models.Q(valid_to__gte=day)
        return self.filter(open_end, valid_from__lte=day)


class PersonSkill(models.Model):
    """That a person is able to do something, how well, and for how long that is known."""

    class Level(models.IntegerChoices):
        LEARNING = 1
        ABLE = 2
        EXPERT = 3

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.ABLE)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    objects = PersonSkills.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "skill"], name="one_skill_a_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.skill} {self.level}"


class Absences(models.QuerySet["Absence"]):
    def at(self, moment: datetime) -> "Absences":
        """Those that hold at a moment."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)


class Absence(models.Model):
    """A person is away for some days, counted in their own zone, and somebody may stand in."""

    class Why(models.TextChoices):
        HOLIDAY = "holiday"
        ILLNESS = "illness"
        TRAINING = "training"
        OTHER = "other"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    first = models.DateField()
    last = models.DateField()
    cover = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=10, choices=Why.choices, default=Why.OTHER)
    objects = Absences.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="away_a_while")
        ]
        indexes = [models.Index(fields=["ends_at", "starts_at"], name="absence_when")]

    def __str__(self) -> str:
        return f"{self.person}: {self.first} to {self.last}"
