from django.apps import AppConfig


class ChannelMessagingConfig(AppConfig):
    name = "pasillo.doors.channels.messaging"
    label = "messaging"

    def ready(self) -> None:
        """Who sends what goes out on messaging channels, and who fetches the files that came."""
        from pasillo.doors.channels.messaging import reactions  # noqa: F401
        from pasillo.doors.channels.messaging.fetching import fetch
        from pasillo.doors.channels.messaging.naming import names
        from pasillo.doors.channels.messaging.sender import note_outcome, send
        from pasillo.doors.channels.messaging.troubles import find
        from pasillo.doors.shell.called import namers
        from pasillo.doors.shell.troubles import finders
        from pasillo.ground.effects.sending import listeners, senders

        senders.add("message", send)
        senders.add("media", fetch)
        listeners.append(note_outcome)
        finders.append(find)
        namers["channel"] = names
