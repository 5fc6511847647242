"""The order in which followers read, and the wake-up that each fact sends."""

from django.db import migrations

FORWARD = """
create index journal_entry_order on journal_entry (tx, id);
create function journal_wake() returns trigger language plpgsql as $$
begin
    perform pg_notify('pasillo_journal', new.about);
    return null;
end $$;
create trigger journal_wake after insert on journal_entry for each row execute function journal_wake();
"""
BACKWARD = """
drop trigger journal_wake on journal_entry;
drop function journal_wake();
drop index journal_entry_order;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
