"""What the shell remembers of people at the door: links, tries that failed, keys, codes, and who is in."""

from django.db import models

from pasillo.ground.people.models import Person


class SignInLink(models.Model):
    """A link that lets one person in, once, soon. Only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    hash = models.CharField(max_length=64, unique=True)
    next = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "made_at"], name="sign_in_link_of")]

    def __str__(self) -> str:
        return f"sign-in link {self.pk}"


class FailedTry(models.Model):
    """A password that was wrong: for which account, from which range of addresses."""

    whose = models.CharField(max_length=64, help_text="Hash of the account or of the range of addresses.")
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["whose", "happened_at"], name="failed_try_of")]

    def __str__(self) -> str:
        return f"failed try at {self.happened_at:%Y-%m-%d %H:%M}"


class MailedToken(models.Model):
    """What a mailed link may do, once and soon: make an account, accept an invitation, choose a password."""

    class Purpose(models.TextChoices):
        SIGN_UP = "sign-up"
        INVITATION = "invitation"
        PASSWORD = "password"

    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    hash = models.CharField(max_length=64, unique=True)
    email = models.CharField(max_length=254)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict, help_text="What was typed when it was asked for: name, language, role.")
    asked_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "email", "made_at"], name="mailed_token_to")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class OpenSession(models.Model):
    """A browser in which somebody is signed in, as its owner recognises it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    way = models.CharField(max_length=12, help_text="password, link, passkey, provider …")
    browser = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=60, blank=True, help_text="The neighbourhood of the address, not the address.")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"session {self.pk} by {self.way}"


class Passkey(models.Model):
    """A key that lives in somebody's device. We hold only what checks it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    credential_id = models.BinaryField(unique=True, max_length=1023)
    checks = models.BinaryField(help_text="The public half, as the device gave it.")
    name = models.CharField(max_length=80)
    count = models.BigIntegerField(default=0, help_text="Rises with each use; a copy of the key gives itself away.")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class CodeKey(models.Model):
    """What a phone and we both know, from which the code of each half minute follows."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField(help_text="The shared secret, sealed by a key outside of the database.")
    last_step = models.BigIntegerField(default=0, help_text="The half minute of the last code: none works twice.")
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"codes of {self.person_id}"


class RecoveryCode(models.Model):
    """A code on paper for the day on which the phone is gone. Only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    hash = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class Provider(models.Model):
    """Somebody else's door that we trust to say who a person is (OpenID Connect)."""

    name = models.CharField(max_length=60)
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=200)
    sealed = models.BinaryField(blank=True, default=bytes, help_text="The client's secret, sealed by a key outside.")
    is_active = models.BooleanField(default=True)
    lets_in_new = models.BooleanField(
        default=False, help_text="Who comes through it for the first time gets an account."
    )
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class ProviderIdentity(models.Model):
    """Who a person is for a provider: always the pair of issuer and subject, never an address."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_a_subject")]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"


class KnownTrouble(models.Model):
    """Something that keeps messages from flowing, told to whoever administers."""

    key = models.CharField(max_length=120, primary_key=True)
    since = models.DateTimeField()
    told_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key
