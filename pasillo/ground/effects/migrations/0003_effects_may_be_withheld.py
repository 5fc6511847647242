from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("effects", "0002_wake_up")]

    operations = [
        migrations.AlterField(
            model_name="effect",
            name="state",
            field=models.CharField(
                choices=[("queued", "Queued"), ("sent", "Sent"), ("failed", "Failed"), ("withheld", "Withheld")],
                default="queued",
                max_length=10,
            ),
        ),
    ]
