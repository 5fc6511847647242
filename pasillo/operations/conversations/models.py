"""What was said, by whichever channel."""

from django.db import models

from pasillo.ground.files.models import Blob
from pasillo.ground.people.models import Person


class Conversation(models.Model):
    """Everything said between one customer and us about one need."""

    customer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.subject


class Message(models.Model):
    """One thing that was said. Notes are ours alone; held messages come from strangers and wait for a person."""

    class Direction(models.TextChoices):
        IN = "in"
        OUT = "out"
        NOTE = "note"

    class Delivery(models.TextChoices):
        NONE = "none"
        QUEUED = "queued"
        SENT = "sent"
        UNCERTAIN = "uncertain"
        DELIVERED = "delivered"
        READ = "read"
        FAILED = "failed"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    came_from = models.ForeignKey(
        Conversation,
        null=True,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Where it was said first, if its case was merged into this one.",
    )
    goes_on_in = models.ForeignKey(
        Conversation,
        null=True,
        db_index=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where it is followed, if its case was split: answers to it belong there.",
    )
    direction = models.CharField(max_length=4, choices=Direction.choices)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True, help_text="What the sender's program repeated below the new words.")
    html = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    language = models.CharField(max_length=8, blank=True)
    outside_id = models.CharField(max_length=400, blank=True)
    by_machine = models.BooleanField(default=False)
    held = models.BooleanField(default=False)
    held_seen_at = models.DateTimeField(null=True, help_text="When one of us put held words aside.")
    delivery = models.CharField(max_length=10, choices=Delivery.choices, default=Delivery.NONE)
    delivery_note = models.CharField(max_length=300, blank=True)
    is_unseen = models.BooleanField(
        default=False, db_default=False, help_text="Nothing brought it to the customer, and they could not see it here."
    )
    is_unproven = models.BooleanField(
        default=False, db_default=False, help_text="Nothing proved that its sender is whom it names."
    )

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "said_at", "id"], name="message_in_order"),
            models.Index(fields=["outside_id"], name="message_outside_id", condition=~models.Q(outside_id="")),
            models.Index(
                fields=["goes_on_in"], name="message_followed_in", condition=models.Q(goes_on_in__isnull=False)
            ),
            models.Index(
                fields=["conversation"],
                name="message_waits_for_a_look",
                condition=models.Q(held=True, held_seen_at__isnull=True),
            ),
            models.Index(fields=["conversation"], name="message_unseen", condition=models.Q(is_unseen=True)),
        ]

    def __str__(self) -> str:
        return f"{self.direction} #{self.pk}"


class MessageFile(models.Model):
    """A file that came with a message. Its name is only a word on the screen, never a path."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    content_id = models.CharField(max_length=255, blank=True)

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """What a person has begun to write and not said: kept on the server, so that it survives everything.

    Once "send" is pressed it has a moment at which it goes out; until then nobody outside has heard it.
    """

    class Returned(models.TextChoices):
        NO_RIGHT = "no_right"
        NOT_POSSIBLE = "not_possible"
        TAKEN_BACK = "taken_back"

    END = "end"  # of no words: only what happens with the case

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    updated_at = models.DateTimeField()
    revision = models.IntegerField(default=1, help_text="Counts the savings: who knows an older one did not see this.")
    next_step = models.CharField(max_length=30, blank=True, help_text="What happens with the case once it is said.")
    pressed_at = models.DateTimeField(null=True)
    goes_at = models.DateTimeField(null=True, help_text="When it is said, unless somebody takes it back.")
    returned = models.CharField(max_length=12, choices=Returned.choices, blank=True, help_text="Why it was not said.")
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "person", "kind"],
                condition=models.Q(goes_at__isnull=True),
                name="one_draft_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(goes_at__isnull=True) | models.Q(pressed_at__isnull=False),
                name="what_goes_out_was_pressed",
            ),
        ]
        indexes = [
            models.Index(fields=["goes_at"], name="draft_about_to_be_said", condition=models.Q(goes_at__isnull=False))
        ]

    @property
    def is_only_an_end(self) -> bool:
        """Whether nothing is said with it: it only says what happens with the case."""
        return self.kind == self.END

    def __str__(self) -> str:
        return f"{self.kind} draft of {self.person_id}"


class DraftFile(models.Model):
    """A file that waits with a draft: its bytes are kept from the moment it was chosen."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    size = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """A colleague who was named in a note, and whether they have looked at it since."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="one_mention_a_person")]
        indexes = [models.Index(fields=["person"], name="mention_unseen", condition=models.Q(seen_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.message_id}"


class Reach(models.Model):
    """An address at which our mail did not arrive, as far as we know: for good, or only the last time."""

    address = models.CharField(max_length=254, unique=True)
    is_gone = models.BooleanField(default=False, help_text="Nobody will ever read there.")
    why = models.CharField(max_length=300, blank=True)
    times = models.IntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address


class Away(models.Model):
    """A customer's program said that they are away, and until when, if it said so."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    until_on = models.DateField(null=True)
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} until {self.until_on}"
