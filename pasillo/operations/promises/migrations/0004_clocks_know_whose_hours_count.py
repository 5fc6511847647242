"""A clock knows for whom it runs, in whose hours, and what was promised on the way; one statement lays it down."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
create or replace function promises_lay_down(v_case bigint, v_cycle int, v_at timestamptz, clocks jsonb) returns void
language plpgsql as $$
begin
    with made as (
        insert into promises_clock (case_id, objective_id, is_usual, audience, policy, calendar_id, zone, held, targets,
            metric, cycle, target_minutes, started_at, due_at, state, paused_minutes, warned, next_alarm_at)
        select v_case, c.objective_id, c.is_usual, c.audience, c.policy, c.calendar_id, c.zone, c.held, '[]', c.metric,
            c.cycle, c.target_minutes, c.started_at, c.due_at, 'running', 0, 0, c.next_alarm_at
        from jsonb_to_recordset(clocks) as c (objective_id bigint, is_usual boolean, audience text, policy text,
            calendar_id bigint, zone text, held jsonb, metric text, cycle int, target_minutes int,
            started_at timestamptz, due_at timestamptz, next_alarm_at timestamptz)
        returning *)
    insert into journal_entry (about, "by", happened_at, name, data)
    select 'case:' || v_case, 'system', least(started_at, v_at), 'promise.made', jsonb_build_object('case_id', v_case,
        'clock_id', id, 'metric', metric, 'cycle', cycle, 'objective_id', objective_id,
        'target_minutes', target_minutes, 'audience', audience, 'policy', policy, 'calendar_id', calendar_id,
        'zone', zone, 'held', held, 'is_usual', is_usual,
        'started_at', to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
        'due_at', to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'))
    from made order by id;
    update cases_case set next_due_at = (
        select min(due_at) from promises_clock
        where case_id = v_case and state in ('running', 'breached_running')) where id = v_case;
end $$;
"""
GOING = ["breached_running", "paused", "running"]


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0003_what_was_promised_word_for_word"),
        ("objectives", "0003_for_which_cases_a_target_holds"),
    ]

    operations = [
        migrations.AlterField(
            "clock",
            "objective",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="objectives.objective",
            ),
        ),
        migrations.AddField(
            "clock",
            "is_usual",
            models.BooleanField(default=False, help_text="Nobody promised it: it is how long it usually takes."),
        ),
        migrations.AddField("clock", "audience", models.CharField(default="customer", max_length=10)),
        migrations.AddField(
            "clock", "policy", models.CharField(default="service_fixed", help_text="Whose hours count.", max_length=16)
        ),
        migrations.AlterField(
            "clock", "calendar_id", models.BigIntegerField(help_text="The hours that count at the start.")
        ),
        migrations.AddField(
            "clock",
            "zone",
            models.CharField(
                blank=True, default="", help_text="In which those hours are read, if asked.", max_length=60
            ),
        ),
        migrations.AddField(
            "clock",
            "held",
            models.JSONField(default=list, help_text="[[since, calendar]]: whose hours count after a hand-off."),
        ),
        migrations.AddField(
            "clock",
            "targets",
            models.JSONField(default=list, help_text="[[since, objective, minutes]]: what was promised later."),
        ),
        migrations.RemoveConstraint("clock", "one_going_clock_a_metric"),
        migrations.AddConstraint(
            "clock",
            models.UniqueConstraint(
                condition=models.Q(state__in=GOING),
                fields=("case", "metric", "audience"),
                name="one_going_clock_a_metric",
            ),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
