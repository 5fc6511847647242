"""A target may hold for some cases of a service only, for us alone, and in other hours than the service's."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
create function objectives_lines(v_service bigint, v_metrics text[], v_at timestamptz)
returns table (objective_id bigint, metric text, audience text, target_minutes int, policy text,
    request_type_id bigint, segment text, priority int, channel text, calendar_id bigint, hours_ids bigint[],
    hours_since timestamptz[])
language plpgsql stable as $$
begin
    return query
    select o.id, o.metric::text, o.audience::text, o.target_minutes, o.policy::text, o.request_type_id,
        o.segment::text, o.priority::int, o.channel::text, s.calendar_id, v.ids, v.since
    from catalogue_service s
    cross join lateral (
        select distinct on (b.metric, b.audience, b.scope) b.* from objectives_objective b
        where b.service_id = s.id and b.metric = any(v_metrics) and b.valid_from <= v_at
        order by b.metric, b.audience, b.scope, b.version desc) o
    cross join lateral (
        select array_agg(c.id order by c.effective_from) as ids, array_agg(c.effective_from order by c.effective_from)
            as since
        from hours_calendarversion c
        where c.calendar_id = s.calendar_id and c.effective_from >= coalesce((
            select max(w.effective_from) from hours_calendarversion w
            where w.calendar_id = s.calendar_id and w.effective_from <= v_at), '-infinity')) v
    where s.id = v_service and not o.is_ended and o.target_minutes > 0 and v.ids is not null
    order by array_position(v_metrics, o.metric::text), o.audience;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("objectives", "0002_what_is_promised_is_planned_once"),
        ("people", "0004_accounts_have_a_segment"),
    ]

    operations = [
        migrations.AddField("objective", "audience", models.CharField(default="customer", max_length=10)),
        migrations.AddField(
            "objective",
            "policy",
            models.CharField(default="service_fixed", help_text="Whose hours count.", max_length=16),
        ),
        migrations.AddField(
            "objective",
            "scope",
            models.CharField(blank=True, default="", help_text="For which cases, in one word.", max_length=160),
        ),
        migrations.AddField(
            "objective",
            "request_type",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.requesttype",
            ),
        ),
        migrations.AddField("objective", "segment", models.CharField(blank=True, default="", max_length=60)),
        migrations.AddField("objective", "priority", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("objective", "channel", models.CharField(blank=True, default="", max_length=20)),
        migrations.RemoveConstraint("objective", "one_objective_a_version"),
        migrations.AddConstraint(
            "objective",
            models.UniqueConstraint(
                fields=["service", "metric", "audience", "scope", "version"], name="one_objective_a_version"
            ),
        ),
        migrations.RunSQL(FORWARD, "drop function objectives_lines(bigint, text[], timestamptz)"),
        migrations.RunSQL("drop function objectives_promised(bigint, text[], timestamptz)", migrations.RunSQL.noop),
    ]
