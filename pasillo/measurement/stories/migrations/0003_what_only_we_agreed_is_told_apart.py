"""What areas agree among themselves is no promise to a customer, and is told apart from one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0002_severity_and_end")]

    operations = [
        migrations.AddField("pledge", "audience", models.CharField(default="customer", max_length=10)),
    ]
