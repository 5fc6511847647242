"""Customers may be told apart by how much we do for them: a segment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_skills_absences_and_the_organisation")]

    operations = [
        migrations.AddField(
            "account",
            "segment",
            models.CharField(
                blank=True, default="", help_text="A word of ours: what we promise may depend on it.", max_length=60
            ),
        ),
    ]
