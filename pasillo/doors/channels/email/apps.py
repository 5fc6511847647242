from django.apps import AppConfig


class ChannelEmailConfig(AppConfig):
    name = "pasillo.doors.channels.email"
    label = "channel_email"

    def ready(self) -> None:
        """The mail door announces who reads what comes in, and who sends what goes out."""
        from pasillo.doors.channels.email.handler import MailReader
        from pasillo.doors.channels.email.naming import names
        from pasillo.doors.channels.email.places import has_server
        from pasillo.doors.channels.email.sender import note_outcome, send
        from pasillo.doors.channels.email.troubles import find
        from pasillo.doors.shell.called import namers
        from pasillo.doors.shell.troubles import finders
        from pasillo.ground.effects.sending import listeners, roads, senders
        from pasillo.ground.intake.reading import readers

        readers.add("email", MailReader())
        senders.add("mail", send)
        roads.add("mail", has_server)
        listeners.append(note_outcome)
        finders.append(find)
        namers["mailbox"] = names
