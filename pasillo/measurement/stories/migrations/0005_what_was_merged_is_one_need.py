"""A case that was merged into another leaves the figures and counts as a contact."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0004_how_pressing_a_case_was'),
    ]

    operations = [
        migrations.AddField(
            model_name='story',
            name='duplicates',
            field=models.IntegerField(default=0, help_text='How many other cases turned out to be this one.'),
        ),
        migrations.AddField(
            model_name='story',
            name='merged_into_id',
            field=models.BigIntegerField(help_text='The case that was kept in its place.', null=True),
        ),
        migrations.AlterField(
            model_name='story',
            name='cancelled_at',
            field=models.DateTimeField(help_text='When it left the figures: cancelled, or merged.', null=True),
        ),
    ]
