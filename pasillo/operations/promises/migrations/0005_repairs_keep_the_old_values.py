"""What a clock said before it was put right is kept, with who did it and why."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_what_waits_is_found_at_once"),
        ("promises", "0004_clocks_know_whose_hours_count"),
    ]

    operations = [
        migrations.CreateModel(
            name="Repair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was", models.JSONField(help_text="The values that it had.")),
                ("became", models.JSONField(help_text="The values that the journal gives.")),
                ("reason", models.TextField()),
                ("repaired_by", models.CharField(help_text="Who, as 'person:4' or 'system'.", max_length=80)),
                ("repaired_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="promises.clock"
                    ),
                ),
            ],
        ),
    ]
