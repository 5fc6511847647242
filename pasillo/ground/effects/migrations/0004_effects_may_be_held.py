from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("effects", "0003_effects_may_be_withheld")]

    operations = [
        migrations.AlterField(
            model_name="effect",
            name="state",
            field=models.CharField(
                choices=[("queued", "Queued"), ("sent", "Sent"), ("failed", "Failed"), ("withheld", "Withheld"), ("held", "Held")],
                default="queued",
                max_length=10,
            ),
        ),
    ]
