"""What was carried over keeps where it was said first."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0002_about_to_be_said'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='came_from',
            field=models.ForeignKey(db_index=False, help_text='Where it was said first, if its case was merged into this one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.conversation'),
        ),
    ]
