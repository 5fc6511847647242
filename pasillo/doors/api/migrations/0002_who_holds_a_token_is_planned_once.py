"""The person behind a token, as a function: its plan is kept, instead of made anew for every request."""

from django.db import migrations

FORWARD = """
create function api_owner(v_fingerprint text)
returns table (id bigint, name text, email text, language text, zone text, account_id bigint)
language plpgsql stable as $$
begin
    return query
    select p.id, p.name::text, p.email::text, p.language::text, p.zone::text, p.account_id
    from api_apitoken t join people_person p on p.id = t.person_id
    where t.fingerprint = v_fingerprint and t.revoked_at is null and p.is_active;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("api", "0001_machines_have_keys")]

    operations = [migrations.RunSQL(FORWARD, "drop function api_owner(text)")]
