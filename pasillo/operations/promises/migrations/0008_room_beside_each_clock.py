"""A clock that moves finds room on its own page: then only what changed is written, and no index."""

from django.db import migrations

FORWARD = "alter table promises_clock set (fillfactor = 60)"
BACKWARD = "alter table promises_clock reset (fillfactor)"


class Migration(migrations.Migration):
    dependencies = [("promises", "0007_clocks_are_found_by_fewer_indexes")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
