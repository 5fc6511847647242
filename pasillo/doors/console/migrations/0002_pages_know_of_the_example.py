from django.db import migrations

LOADED = """
UPDATE people_organisation SET example_since = done.done_at FROM effects_done AS done
WHERE done.key = 'example:base' AND people_organisation.example_since IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("console", "0001_by_what_the_key_is_known"),
        ("people", "0005_the_example_says_so"),
        ("effects", "0004_effects_may_be_held"),
    ]

    operations = [migrations.RunSQL(LOADED, migrations.RunSQL.noop)]
