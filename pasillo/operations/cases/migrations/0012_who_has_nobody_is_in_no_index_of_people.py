"""A case that nobody holds is in no index of who holds what."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_a_case_is_kept_with_fewer_indexes")]
    operations = [
        migrations.RemoveIndex(model_name="case", name="case_of_assignee"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("assignee__isnull", False)), fields=["assignee", "state"], name="case_of_assignee"
            ),
        ),
    ]
