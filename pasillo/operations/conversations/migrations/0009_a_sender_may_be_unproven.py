from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0008_what_is_followed_is_found")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="is_unproven",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Nothing proved that its sender is whom it names."
            ),
        ),
    ]
