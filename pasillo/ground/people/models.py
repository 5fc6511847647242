"""Anyone with a name: customers and employees are one kind of thing."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from pasillo.ground.hours.models import Calendar


class Account(models.Model):
    """An organisation that is a customer."""

    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A team that serves, with its own hours."""

    name = models.CharField(max_length=120, unique=True)
    function = models.CharField(max_length=60, blank=True)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Finds people by the address they sign in with, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


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
        indexes = [models.Index(fields=["found_by"], name="person_found_by", opclasses=["text_pattern_ops"])]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """The name under which the journal knows this person."""
        return f"person:{self.pk}"


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
