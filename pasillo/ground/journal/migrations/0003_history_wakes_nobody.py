"""What is told of long ago, in bulk, wakes no page and no reader: they find it when they look next."""

from django.db import migrations

FORWARD = """
create or replace function journal_wake() returns trigger language plpgsql as $$
begin
    if current_setting('pasillo.quiet', true) = 'on' then return null; end if;
    perform pg_notify('pasillo_journal', new.about);
    return null;
end $$;
"""
BACKWARD = """
create or replace function journal_wake() returns trigger language plpgsql as $$
begin
    perform pg_notify('pasillo_journal', new.about);
    return null;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_order_and_wake_up")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
