"""How long each sort of case usually takes, worked out every few minutes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("promises", "0005_repairs_keep_the_old_values")]

    operations = [
        migrations.CreateModel(
            name="UsualServed",
            fields=[
                (
                    "key",
                    models.CharField(
                        help_text="s4:incident:2, s4, or bdelivery.", max_length=80, primary_key=True, serialize=False
                    ),
                ),
                ("minutes", models.IntegerField(help_text="In which four of five were solved.")),
                ("n", models.IntegerField()),
                ("worked_out_at", models.DateTimeField()),
            ],
        ),
    ]
