from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_accounts_have_a_segment")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="example_since",
            field=models.DateTimeField(blank=True, help_text="Since when the example company is here.", null=True),
        ),
    ]
