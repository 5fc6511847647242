"""A message may be known to have arrived, and to have been read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0003_where_it_was_said_first")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="delivery",
            field=models.CharField(
                choices=[
                    ("none", "None"),
                    ("queued", "Queued"),
                    ("sent", "Sent"),
                    ("uncertain", "Uncertain"),
                    ("delivered", "Delivered"),
                    ("read", "Read"),
                    ("failed", "Failed"),
                ],
                default="none",
                max_length=10,
            ),
        ),
    ]
