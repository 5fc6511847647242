"""What waits is found by its mailbox, so that each has its turn; what became something is found by it, else nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_what_is_held_may_be_read_again")]
    operations = [
        migrations.AddIndex(
            model_name="inbound",
            index=models.Index(
                condition=models.Q(("state", "new")),
                fields=["channel", "mailbox", "id"],
                name="inbound_new_by_mailbox",
            ),
        ),
    ]
