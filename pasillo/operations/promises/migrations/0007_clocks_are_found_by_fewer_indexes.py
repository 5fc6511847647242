"""A clock is found by its case through the index that names its metric, too; by its objective nobody looks for it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("promises", "0006_how_long_it_usually_takes")]

    operations = [
        migrations.AlterField(
            "clock",
            "case",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
            ),
        ),
        migrations.AlterField(
            "clock",
            "objective",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="objectives.objective",
            ),
        ),
    ]
