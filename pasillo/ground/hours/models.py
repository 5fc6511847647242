"""Calendars: the hours in which somebody serves, in versions that are never rewritten."""

from django.db import models


class Calendar(models.Model):
    """The hours of one area or service, in one time zone."""

    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """The week and the exceptions that hold from one moment on. Of two of one moment, the younger holds."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="versions")
    effective_from = models.DateTimeField()
    rule = models.JSONField(help_text="Zone, week and dated exceptions: see business_time.CalendarRule.")
    note = models.CharField(max_length=200, blank=True, help_text="Why the hours changed, for whoever asks later.")
    made_by = models.CharField(max_length=80, blank=True, help_text="Who made it, as 'person:4'.")
    made_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["calendar", "effective_from", "id"], name="hours_in_order")]

    def __str__(self) -> str:
        return f"{self.calendar} from {self.effective_from:%Y-%m-%d}"
