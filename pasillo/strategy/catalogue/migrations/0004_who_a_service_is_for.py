"""A service is for customers, for colleagues, or for both; what was offered before stays for customers."""

from django.db import migrations, models

COUNTED = "Counts changes: two people do not undo each other."


class Migration(migrations.Migration):
    """One more detail of a service."""

    dependencies = [("catalogue", "0003_families_drafts_and_taken_times")]

    operations = [
        migrations.AddField(
            model_name="service",
            name="audience",
            field=models.CharField(
                choices=[("customers", "Customers"), ("colleagues", "Colleagues"), ("both", "Both")],
                default="customers",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="family",
            name="revision",
            field=models.PositiveIntegerField(default=0, help_text=COUNTED),
        ),
        migrations.AlterField(
            model_name="service",
            name="revision",
            field=models.PositiveIntegerField(default=0, help_text=COUNTED),
        ),
    ]
