from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="calendarversion", name="one_version_a_moment"),
        migrations.AddField(
            model_name="calendarversion",
            name="note",
            field=models.CharField(
                blank=True, default="", help_text="Why the hours changed, for whoever asks later.", max_length=200
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="calendarversion",
            name="made_by",
            field=models.CharField(
                blank=True, default="", help_text="Who made it, as 'person:4'.", max_length=80
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="calendarversion",
            name="made_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="calendarversion",
            index=models.Index(fields=["calendar", "effective_from", "id"], name="hours_in_order"),
        ),
    ]
