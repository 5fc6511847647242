"""The catalogue: services in three blocks, what can be asked of each, and the questions that it takes."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from pasillo.ground.hours.models import Calendar
from pasillo.ground.people.models import Area, Person


class Block(models.TextChoices):
    """The three blocks in which a customer finds what they need."""

    LIFECYCLE = "lifecycle", "Service lifecycle"
    CUSTOMER = "customer", "Customer management"
    DELIVERY = "delivery", "Service delivery"


class Paradigm(models.TextChoices):
    """How a service is operated."""

    INDUSTRIALISE = "industrialise", "Industrialise"
    EMPOWER = "empower", "Empower"
    SELF_SERVICE = "self_service", "Self-service"


class Offered(models.TextChoices):
    """Whether customers can ask for it: not yet, now, or no more."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class Audience(models.TextChoices):
    """For whom a service is. A colleague may ask for what customers ask for, too; the other way round it is not so."""

    CUSTOMERS = "customers", "Customers"
    COLLEAGUES = "colleagues", "Colleagues"
    BOTH = "both", "Both"


class Family(models.Model):
    """Services of one block that belong together, under a name that customers read."""

    slug = models.SlugField(max_length=80, unique=True)
    block = models.CharField(max_length=12, choices=Block.choices)
    names = models.JSONField(help_text="Name per language.")
    position = models.PositiveIntegerField(default=100)
    revision = models.PositiveIntegerField(default=0, help_text="Counts changes: two people do not undo each other.")

    def __str__(self) -> str:
        return self.slug

    @property
    def ref(self) -> str:
        """The name under which the journal knows this family."""
        return f"family:{self.pk}"


class Service(models.Model):
    """What a customer can ask for, with an owner, an area that serves, its hours and what we promise."""

    slug = models.SlugField(max_length=80, unique=True)
    block = models.CharField(max_length=12, choices=Block.choices)
    names = models.JSONField(help_text="Name per language.")
    summaries = models.JSONField(default=dict, blank=True)
    promise_texts = models.JSONField(default=dict, blank=True, help_text="The promise in words, per language.")
    advice = models.JSONField(default=dict, blank=True, help_text="How the customer can help us, per language.")
    steps = models.JSONField(default=list, blank=True, help_text="What happens next: [{names, texts}].")
    keywords = models.JSONField(default=dict, blank=True, help_text="Other words for it, per language.")
    icon = models.CharField(max_length=40, blank=True)
    paradigm = models.CharField(max_length=16, choices=Paradigm.choices, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.CUSTOMERS)
    state = models.CharField(max_length=10, choices=Offered.choices, default=Offered.DRAFT)
    position = models.PositiveIntegerField(default=100)
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.SET_NULL, related_name="services")
    serving_areas = models.ManyToManyField(Area, blank=True, related_name="+")
    instead = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveIntegerField(default=0, help_text="Counts changes: two people do not undo each other.")

    class Meta:
        indexes = [models.Index(fields=["state", "block", "position"], name="service_offered")]

    def __str__(self) -> str:
        return self.slug

    @property
    def ref(self) -> str:
        """The name under which the journal knows this service."""
        return f"service:{self.pk}"


class Kind(models.TextChoices):
    """What sort of need a request brings."""

    REQUEST = "request"
    QUESTION = "question"
    INCIDENT = "incident"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    COMPLIMENT = "compliment"
    DELIVERY = "delivery"


class RequestType(models.Model):
    """One thing that can be asked of a service, with its own form."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="request_types")
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.REQUEST)
    names = models.JSONField(help_text="Name per language.")
    summaries = models.JSONField(default=dict, blank=True)
    keywords = models.JSONField(default=dict, blank=True, help_text="Other words for it, per language.")
    state = models.CharField(max_length=10, choices=Offered.choices, default=Offered.DRAFT)
    position = models.PositiveIntegerField(default=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "slug"], name="one_request_type_a_slug")]

    def __str__(self) -> str:
        return f"{self.service_id}/{self.slug}"


class FormDraft(models.Model):
    """The questions of the next version while somebody writes them. Customers do not see it."""

    request_type = models.OneToOneField(RequestType, on_delete=models.CASCADE, related_name="draft")
    fields = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request_type_id}, not published"


class TakenSlot(models.Model):
    """A place at an offered time that somebody has taken."""

    request_type = models.ForeignKey(RequestType, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    value = models.CharField(max_length=80)
    about = models.CharField(max_length=80)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request_type", "key", "value", "about"], name="one_place_a_case")
        ]
        indexes = [models.Index(fields=["about"], name="slot_about")]

    def __str__(self) -> str:
        return f"{self.value} for {self.about}"


class FormVersion(models.Model):
    """The questions as they were published. A version is never changed: a case keeps the one it was asked with."""

    request_type = models.ForeignKey(RequestType, on_delete=models.PROTECT, related_name="form_versions")
    number = models.PositiveIntegerField()
    fields = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request_type", "number"], name="one_form_a_number")]

    def __str__(self) -> str:
        return f"{self.request_type_id} version {self.number}"


class Wording(models.Model):
    """The words by which a customer finds a service or a request type, in one language."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="wordings")
    request_type = models.ForeignKey(
        RequestType, null=True, blank=True, on_delete=models.CASCADE, related_name="wordings"
    )
    language = models.CharField(max_length=8)
    vocabulary = models.TextField(help_text="Its single words, small and without accents.")
    words = SearchVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "request_type", "language"], name="one_wording_a_language", nulls_distinct=False
            )
        ]
        indexes = [GinIndex(fields=["words"], name="wording_words")]

    def __str__(self) -> str:
        return f"{self.service_id} in {self.language}"
