from django.apps import AppConfig


class ChannelWebhooksConfig(AppConfig):
    name = "pasillo.doors.channels.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Who reads the journal for the hooks, and who delivers; slow servers keep no mail waiting."""
        from pasillo.doors.channels.webhooks.choosing import Telling
        from pasillo.doors.channels.webhooks.delivering import deliver, note_outcome
        from pasillo.doors.channels.webhooks.models import KIND
        from pasillo.doors.channels.webhooks.naming import names
        from pasillo.doors.shell.called import namers
        from pasillo.ground.effects.sending import listeners, senders, slow_kinds
        from pasillo.ground.journal.followers import followers

        followers.add("webhooks", Telling())
        senders.add(KIND, deliver)
        slow_kinds.add(KIND)
        listeners.append(note_outcome)
        namers["webhook"] = names
