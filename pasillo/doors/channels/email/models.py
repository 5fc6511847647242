"""Our mailboxes, the letters that lay in them, and how many automatic mails went to whom."""

from django.db import models
from django.db.models.functions import Lower

from pasillo.ground.intake.models import Inbound
from pasillo.strategy.catalogue.models import Service


class Mailbox(models.Model):
    """An address of ours: what is written to it becomes a case of its service."""

    class Security(models.TextChoices):
        SSL = "ssl"
        STARTTLS = "starttls"
        PLAIN = "plain"

    class Auth(models.TextChoices):
        PASSWORD = "password"
        MICROSOFT = "microsoft"
        GOOGLE = "google"

    address = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True, help_text="How we sign outside: Nidalia Help.")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    takes_plus = models.BooleanField(default=False, help_text="The server delivers help+anything@ to help@.")
    imap_host = models.CharField(max_length=200, blank=True)
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=8, choices=Security.choices, default=Security.SSL)
    imap_user = models.CharField(max_length=200, blank=True)
    imap_folder = models.CharField(max_length=120, default="INBOX")
    imap_sealed = models.BinaryField(blank=True, default=bytes, help_text="The password, sealed by a key outside.")
    imap_place = models.CharField(max_length=60, blank=True, help_text="How far it was read, as 'uidvalidity:uid'.")
    smtp_host = models.CharField(max_length=200, blank=True)
    smtp_port = models.PositiveIntegerField(default=587)
    smtp_security = models.CharField(max_length=8, choices=Security.choices, default=Security.STARTTLS)
    smtp_user = models.CharField(max_length=200, blank=True)
    smtp_sealed = models.BinaryField(blank=True, default=bytes, help_text="The password, sealed by a key outside.")
    auth = models.CharField(max_length=12, choices=Auth.choices, default=Auth.PASSWORD)
    oauth_client = models.CharField(max_length=200, blank=True)
    oauth_tenant = models.CharField(max_length=100, blank=True, help_text="Microsoft 365: the organisation.")
    oauth_sealed = models.BinaryField(blank=True, default=bytes, help_text="The client's secret, sealed.")
    oauth_lasting_sealed = models.BinaryField(blank=True, default=bytes, help_text="The refresh token, sealed.")
    oauth_passing_sealed = models.BinaryField(blank=True, default=bytes, help_text="The access token, sealed.")
    oauth_until = models.DateTimeField(null=True, help_text="Until when the access token is good.")
    posted_by = models.CharField(max_length=12, blank=True, help_text="The mail service that posts: see posting.py.")
    post_key = models.CharField(max_length=64, null=True, unique=True, help_text="The part of its address to guess.")
    posted_sealed = models.BinaryField(blank=True, default=bytes, help_text="What proves who posts, sealed.")
    connected_at = models.DateTimeField(null=True, help_text="When its owner said yes at the provider.")
    connected_by = models.CharField(max_length=40, blank=True, help_text="Who of us connected it.")
    auth_server = models.CharField(
        max_length=200, blank=True, help_text="Whose Authentication-Results we believe: our own mail server's name."
    )
    writer_rule = models.CharField(max_length=20, blank=True, help_text="Whose case it is: see writers.py.")
    former_mark = models.CharField(max_length=40, blank=True, help_text="As the system before wrote it: Request#.")
    former_places = models.CharField(max_length=60, blank=True, help_text="Where that mark counts: see former.py.")
    signature = models.TextField(blank=True, help_text="What stands below each reply from here.")
    quotes_history = models.BooleanField(default=False, help_text="Replies repeat what was said before.")
    polled_at = models.DateTimeField(null=True, help_text="When it was last looked into without trouble.")
    trouble = models.CharField(max_length=300, blank=True)
    trouble_at = models.DateTimeField(null=True, help_text="Since when there is trouble.")

    class Meta:
        constraints = [models.UniqueConstraint(Lower("address"), name="one_mailbox_an_address")]

    def __str__(self) -> str:
        return self.address


class Letter(models.Model):
    """What makes a mail the same mail: its mailbox, its Message-ID and its content. The second one is a copy."""

    mailbox = models.CharField(max_length=254)
    message_id = models.CharField(max_length=400, blank=True)
    content_hash = models.CharField(max_length=64)
    inbound = models.ForeignKey(Inbound, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "message_id", "content_hash"], name="one_letter_a_mailbox")
        ]

    def __str__(self) -> str:
        return f"{self.mailbox} {self.message_id}"


class AutomaticMail(models.Model):
    """An automatic mail that went out, remembered so that there are never too many of them."""

    address = models.CharField(max_length=254)
    about = models.CharField(max_length=80, blank=True)
    template = models.CharField(max_length=30)
    effect = models.UUIDField(unique=True)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["address", "sent_at"], name="automatic_mail_to"),
            models.Index(fields=["sent_at"], name="automatic_mail_when"),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.address}"


class Held(models.Model):
    """A mail that says it is from somebody, which our own mail server could not confirm: a person decides."""

    inbound = models.OneToOneField(Inbound, primary_key=True, on_delete=models.CASCADE, related_name="+")
    sender = models.CharField(max_length=320)
    subject = models.CharField(max_length=300, blank=True)
    held_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, blank=True)
    is_let_in = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["held_at"], name="held_undecided", condition=models.Q(decided_at__isnull=True))]

    def __str__(self) -> str:
        return f"held {self.inbound_id}"
