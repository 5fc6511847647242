from django.apps import AppConfig


class ChannelChatConfig(AppConfig):
    name = "pasillo.doors.channels.chat"
    label = "channel_chat"

    def ready(self) -> None:
        """Chat joins the channels: its reader, its way out, who takes it, and who notes that somebody answered."""
        from pasillo.doors.channels.chat import reactions  # noqa: F401
        from pasillo.doors.channels.chat.attending import ChatTurns
        from pasillo.doors.channels.chat.channel import CHAT
        from pasillo.doors.channels.chat.reading import ChatReader
        from pasillo.doors.channels.chat.scene import play
        from pasillo.doors.channels.chat.way import ChatWay
        from pasillo.doors.channels.messaging.channel import channels
        from pasillo.doors.shell.examples import scenes
        from pasillo.ground.intake.reading import readers
        from pasillo.operations.conversations.ways import ways
        from pasillo.operations.routing.turns import turns

        channels.add(CHAT.kind, CHAT)
        readers.add(CHAT.kind, ChatReader())
        ways.add(CHAT.kind, ChatWay())
        turns.add(CHAT.kind, ChatTurns())
        scenes.add(CHAT.kind, play)
