"""Cases, and what belongs to them: tasks for other areas, disputes, pauses."""

from datetime import UTC, datetime

from django.db import models
from django.db.models.functions import Coalesce

from pasillo.ground.people.models import Account, Area, Person
from pasillo.operations.cases.phases import ENDED, LABELS, LIVING, WAITING, State
from pasillo.operations.conversations.models import Conversation
from pasillo.strategy.catalogue.models import FormVersion, RequestType, Service

FAR = datetime(9999, 12, 30, tzinfo=UTC)


class Cases(models.QuerySet["Case"]):
    """Questions about cases that have a name."""

    def living(self) -> "Cases":
        """Those that are not over."""
        return self.filter(state__in=LIVING)

    def of_customer(self, person_id: int) -> "Cases":
        """Those of one customer."""
        return self.filter(customer_id=person_id)


class Case(models.Model):
    """One need of one customer, followed until they agree that it is met."""

    number = models.BigIntegerField(
        unique=True, editable=False, db_default=models.Func(models.Value("case_number"), function="nextval")
    )
    customer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    request_type = models.ForeignKey(RequestType, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    form_version = models.ForeignKey(FormVersion, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answers = models.JSONField(default=dict)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=[(s.value, LABELS[s]) for s in State], default=State.NEW)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    priority = models.SmallIntegerField(default=3)
    language = models.CharField(max_length=8, default="en")
    channel = models.CharField(max_length=20)
    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="+")
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="follow_ups", db_index=False)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="duplicates",
        help_text="In which case this one goes on; never one that was merged itself.",
    )
    cycle = models.IntegerField(default=1)
    unverified = models.BooleanField(default=False)
    opened_at = models.DateTimeField(help_text="The customer's first contact.")
    changed_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True, help_text="Since when the customer waits for a word of ours.")
    next_due_at = models.DateTimeField(null=True, help_text="When the next promise breaks.")
    snoozed_until = models.DateTimeField(null=True, help_text="Out of the queue until then; its promises run on.")

    objects = Cases.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(closed_at__isnull=False), name="closed_has_a_moment"
            ),
            models.CheckConstraint(condition=models.Q(cycle__gte=1), name="cycles_begin_at_one"),
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into__isnull=True)),
                name="merged_knows_where",
            ),
        ]
        indexes = [
            models.Index(
                "area",
                Coalesce("next_due_at", models.Value(FAR, output_field=models.DateTimeField())),
                "id",
                name="case_queue",
                condition=models.Q(state__in=sorted(LIVING)),
            ),
            models.Index(
                fields=["area"],
                name="case_put_aside",
                condition=models.Q(state__in=sorted(WAITING)) | models.Q(snoozed_until__isnull=False),
            ),
            models.Index(fields=["customer", "-opened_at"], name="case_of_customer"),
            models.Index(
                fields=["assignee", "state"], name="case_of_assignee", condition=models.Q(assignee__isnull=False)
            ),
            models.Index(fields=["service", "-opened_at"], name="case_of_service"),
            *(
                models.Index(fields=[name], name=f"case_of_{name}", condition=models.Q(**{f"{name}__isnull": False}))
                for name in ("account", "request_type", "form_version", "follows", "merged_into")
            ),
            models.Index(fields=["resolved_at"], name="case_resolved", condition=models.Q(state="resolved")),
            models.Index(
                fields=["snoozed_until"], name="case_snoozed", condition=models.Q(snoozed_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def ref(self) -> str:
        """The name under which the journal knows this case."""
        return f"case:{self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected to happen."""
        return self.state in ENDED


class Merging(models.Model):
    """That one case went on in another: how both stood, so that it can be undone, and whether it was."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="mergings")
    into = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(help_text="Its state, its wait, its tasks, and who took part by it. Ids and moments.")
    merged_by = models.CharField(max_length=80)
    merged_at = models.DateTimeField()
    undone_by = models.CharField(max_length=80, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(undone_at__isnull=True), name="merged_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} into {self.into_id}"


class Participant(models.Model):
    """Somebody with whom the customer shares a case: they read and write in it, and decide nothing."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    by_joining = models.BigIntegerField(
        null=True, help_text="They are the customer by another name: which joining says so."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="one_takes_part_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.case_id}"


class Aside(models.Model):
    """What we ask somebody else about a case, such as a supplier: a conversation of its own, never the customer's."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="asides")
    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    waits_for_us = models.BooleanField(default=False, help_text="They answered, and nobody has written since.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="one_aside_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} about {self.case_id}"


class Task(models.Model):
    """One piece of work for another area that moves a case forward."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["area", "due_at"], name="task_open", condition=models.Q(state="open"))]

    def __str__(self) -> str:
        return self.title


class Dispute(models.Model):
    """The customer says that it is not solved: who, when and why."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="disputes")
    cycle = models.IntegerField(help_text="The cycle that the dispute begins.")
    reason = models.TextField()
    raised_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Dispute of {self.case_id}, cycle {self.cycle}"


class Pause(models.Model):
    """A stretch in which we waited for somebody else."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    why = models.CharField(max_length=12)
    proven = models.BooleanField()
    began_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(ended_at__isnull=True), name="one_open_pause")
        ]

    def __str__(self) -> str:
        return f"{self.why} from {self.began_at:%Y-%m-%d}"


class FormalComplaint(models.Model):
    """A complaint that has to be answered in writing, and since when."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="formal")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"formal complaint {self.case_id}"
