from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "pasillo.operations.conversations"
    label = "conversations"
