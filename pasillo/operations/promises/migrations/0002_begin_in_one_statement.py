"""One statement that starts clocks, tells of them and notes which breaks first. It only writes."""

from django.db import migrations

FORWARD = """
create function promises_lay_down(v_case bigint, v_cycle int, v_at timestamptz, clocks jsonb) returns void
language plpgsql as $$
begin
    with made as (
        insert into promises_clock (case_id, objective_id, calendar_id, metric, cycle, target_minutes, started_at,
            due_at, state, paused_minutes, warned, next_alarm_at)
        select v_case, c.objective_id, c.calendar_id, c.metric, v_cycle, c.target_minutes, v_at, c.due_at, 'running',
            0, 0, c.next_alarm_at
        from jsonb_to_recordset(clocks) as c (objective_id bigint, calendar_id bigint, metric text,
            target_minutes int, due_at timestamptz, next_alarm_at timestamptz)
        returning id, metric, objective_id, target_minutes, due_at)
    insert into journal_entry (about, "by", happened_at, name, data)
    select 'case:' || v_case, 'system', v_at, 'promise.made', jsonb_build_object('case_id', v_case, 'clock_id', id,
        'metric', metric, 'cycle', v_cycle, 'objective_id', objective_id, 'target_minutes', target_minutes,
        'due_at', to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'))
    from made order by id;
    update cases_case set next_due_at = (
        select min(due_at) from promises_clock
        where case_id = v_case and state in ('running', 'breached_running')) where id = v_case;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_initial"), ("cases", "0001_initial"), ("journal", "0002_order_and_wake_up")]
    operations = [migrations.RunSQL(FORWARD, "drop function promises_lay_down(bigint, int, timestamptz, jsonb)")]
