"""A letter that nobody should get any more is withdrawn; those that were written keep their text."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more detail of a letter's text."""

    dependencies = [("letters", "0001_letters_from_texts_with_blanks")]

    operations = [
        migrations.AddField(
            model_name="lettertext",
            name="is_used",
            field=models.BooleanField(default=True, help_text="Whether requests still get this letter."),
        ),
    ]
