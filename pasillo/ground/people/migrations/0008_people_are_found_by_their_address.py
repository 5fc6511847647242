"""Whoever writes is found by their address without looking at everybody."""

from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("people", "0007_identities_on_other_channels")]
    operations = [
        migrations.AddIndex(model_name="person", index=models.Index(Upper("email"), name="person_by_address")),
    ]
