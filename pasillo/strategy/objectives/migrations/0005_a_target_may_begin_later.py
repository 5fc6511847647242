"""Of the targets that have begun the one that began last holds: one that was announced takes its turn on its day."""

from django.db import migrations

FORWARD = """
do $$ begin
    execute replace(pg_get_functiondef('objectives_lines'::regproc), 'b.scope, b.version desc',
        'b.scope, b.valid_from desc, b.version desc');
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("objectives", "0004_of_two_hours_of_one_moment_the_younger_holds")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
