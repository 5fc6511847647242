"""What a service promises at a moment, as a function: its plan is kept, instead of made anew for every case."""

from django.db import migrations

FORWARD = """
create function objectives_promised(v_service bigint, v_metrics text[], v_at timestamptz)
returns table (objective_id bigint, metric text, target_minutes int, calendar_id bigint, hours_id bigint)
language plpgsql stable as $$
begin
    return query
    select o.id, o.metric::text, o.target_minutes, s.calendar_id, v.id
    from catalogue_service s
    cross join lateral (
        select distinct on (b.metric) b.id, b.metric, b.target_minutes, b.is_ended from objectives_objective b
        where b.service_id = s.id and b.metric = any(v_metrics) and b.valid_from <= v_at
        order by b.metric, b.version desc) o
    cross join lateral (
        select c.id from hours_calendarversion c where c.calendar_id = s.calendar_id
        order by (c.effective_from <= v_at) desc,
            case when c.effective_from <= v_at then c.effective_from end desc, c.effective_from
        limit 1) v
    where s.id = v_service and not o.is_ended and o.target_minutes > 0
    order by array_position(v_metrics, o.metric::text);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("objectives", "0001_initial"), ("catalogue", "0001_initial"), ("hours", "0001_initial")]

    operations = [
        migrations.RunSQL(FORWARD, "drop function objectives_promised(bigint, text[], timestamptz)"),
    ]
