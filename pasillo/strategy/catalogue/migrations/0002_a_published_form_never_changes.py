"""The database itself refuses to rewrite a form that was published."""

from django.db import migrations

FORWARD = """
create function catalogue_form_stays() returns trigger language plpgsql as $$
begin
    raise exception 'A published form is never changed: publish a new version.';
end $$;
create trigger catalogue_form_stays before update on catalogue_formversion
    for each row execute function catalogue_form_stays();
"""
BACKWARD = """
drop trigger catalogue_form_stays on catalogue_formversion;
drop function catalogue_form_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
