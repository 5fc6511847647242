"""Two cases about the same need become one."""

import django.db.models.deletion
import pasillo.operations.cases.phases
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_a_case_may_begin_in_an_area'),
        ('conversations', '0003_where_it_was_said_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='merged_into',
            field=models.ForeignKey(help_text='In which case this one goes on; never one that was merged itself.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='case',
            name='state',
            field=models.CharField(choices=[('new', 'New'), ('assigned', 'Assigned'), ('in_progress', 'In progress'), ('waiting_customer', 'Waiting for the customer'), ('waiting_supplier', 'Waiting for a supplier'), ('scheduled', 'Scheduled'), ('resolved', 'Resolved'), ('disputed', 'Disputed by the customer'), ('closed', 'Closed'), ('cancelled', 'Cancelled'), ('thanked', 'Thanked'), ('merged', 'Merged')], default=pasillo.operations.cases.phases.State['NEW'], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='merged_knows_where'),
        ),
    ]
