"""The wake-up that each effect sends when its cause is committed."""

from django.db import migrations

FORWARD = """
create function effects_wake() returns trigger language plpgsql as $$
begin
    perform pg_notify('pasillo_effects', '');
    return null;
end $$;
create trigger effects_wake after insert on effects_effect for each statement execute function effects_wake();
"""
BACKWARD = """
drop trigger effects_wake on effects_effect;
drop function effects_wake();
"""


class Migration(migrations.Migration):
    dependencies = [("effects", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
