"""Alarms, what is watched for them, and how each service wishes to be called."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Cases that were open before there were alarms are watched for silence like any other.
SILENCE = """
insert into alarms_watch (case_id, clock_id, sort, mark, due_at)
select id, null, 'silence', 960, now() from cases_case
where state not in ('closed', 'cancelled', 'thanked', 'resolved') and kind <> 'compliment'
"""

class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0008_what_waits_is_found_at_once'),
        ('catalogue', '0003_families_drafts_and_taken_times'),
        ('promises', '0003_what_was_promised_word_for_word'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('service', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='catalogue.service')),
                ('shares', models.JSONField(help_text="Shares of a promise's time at which somebody is called, in per cent.")),
                ('lead_minutes', models.IntegerField(help_text='Called when so many served minutes are left; 0 for never.')),
                ('silence_minutes', models.IntegerField(help_text='Called when the customer heard nothing for so long; 0 for never.')),
                ('rungs', models.JSONField(help_text='[{who, within}], from the first who is called.')),
                ('cost_of_alarm', models.IntegerField(default=1)),
                ('cost_of_breach', models.IntegerField(default=10)),
                ('helps_percent', models.IntegerField(default=20, help_text='How often an alarm in time prevents the break.')),
                ('touch_minutes', models.IntegerField(default=30, help_text='Work that a case of it usually takes.')),
                ('revision', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='What rang and why: the same never rings twice.', max_length=80, unique=True)),
                ('clock_id', models.BigIntegerField(null=True)),
                ('metric', models.CharField(blank=True, max_length=40)),
                ('sort', models.CharField(max_length=10)),
                ('mark', models.IntegerField(default=0, help_text='The share of the time, the minutes left or silent, or the risk.')),
                ('rung', models.SmallIntegerField(default=0)),
                ('deed', models.CharField(blank=True, max_length=8)),
                ('area_id', models.BigIntegerField(help_text='The area that answered for the case when it rang.', null=True)),
                ('rang_at', models.DateTimeField(help_text='The instant at which it was due.')),
                ('told_at', models.DateTimeField(help_text='When somebody could see it.', null=True)),
                ('late', models.BooleanField(default=False, help_text='Told more than a minute after its instant.')),
                ('heard_at', models.DateTimeField(help_text='When its person is called: at once, or when they open.', null=True)),
                ('act_by', models.DateTimeField(null=True)),
                ('climbs_at', models.DateTimeField(help_text='When the next rung is called too.', null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.CharField(blank=True, max_length=40)),
                ('how', models.CharField(blank=True, max_length=12)),
                ('reason', models.TextField(blank=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at', None), ('told_at', None)), fields=['id'], name='alarm_untold'), models.Index(condition=models.Q(('climbs_at__isnull', False), ('closed_at', None)), fields=['climbs_at'], name='alarm_climbs'), models.Index(condition=models.Q(('closed_at', None)), fields=['case'], name='alarm_open_of_case'), models.Index(condition=models.Q(('closed_at', None)), fields=['person', 'act_by', 'id'], name='alarm_of_person'), models.Index(condition=models.Q(('closed_at', None)), fields=['area_id', 'act_by', 'id'], name='alarm_of_area'), models.Index(fields=['clock_id'], name='alarm_of_clock')],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clock_id', models.BigIntegerField(null=True)),
                ('sort', models.CharField(max_length=10)),
                ('mark', models.IntegerField()),
                ('due_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='watch_due')],
                'constraints': [models.UniqueConstraint(fields=('case', 'clock_id', 'sort', 'mark'), name='watched_once', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(SILENCE, migrations.RunSQL.noop),
    ]
