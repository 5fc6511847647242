"""What the shell remembers of people at the door: links that let in once, and tries that failed."""

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
