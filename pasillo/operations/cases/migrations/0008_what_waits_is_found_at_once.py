from django.db import migrations, models

WAITING = ["scheduled", "waiting_customer", "waiting_supplier"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_each_kind_ends_in_its_own_way")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["area"],
                name="case_put_aside",
                condition=models.Q(state__in=WAITING) | models.Q(snoozed_until__isnull=False),
            ),
        ),
    ]
