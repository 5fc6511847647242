"""Of two versions of the hours that hold from the same moment, the younger one comes last and holds."""

from django.db import migrations

FORWARD = """
do $$ begin
    execute replace(pg_get_functiondef('objectives_lines'::regproc), 'order by c.effective_from)',
        'order by c.effective_from, c.id)');
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("objectives", "0003_for_which_cases_a_target_holds"),
        ("hours", "0002_who_changed_the_hours_and_why"),
    ]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
