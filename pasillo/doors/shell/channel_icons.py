"""The sign of each way in, the same on every page."""

ANY = "message-square"
ICONS = {
    "email": "mail",
    "portal": "globe",
    "phone": "phone",
    "letter": "mail-open",
    "desk": "person-standing",
    "api": "plug",
    "chat": "message-circle",
    "whatsapp": "message-circle",
    "sms": "smartphone",
    "telegram": "send",
    "messenger": "messages-square",
    "instagram": "camera",
    "line": "message-square-text",
    "slack": "hash",
    "teams": "users",
    "mastodon": "at-sign",
    "reviews": "star",
}


def channel_icon(channel: str) -> str:
    """The icon of a channel; one that joins later may do without an own one."""
    return ICONS.get(channel, ANY)
