"""How a conversation grows, message by message."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pasillo.ground.files.models import Blob
from pasillo.ground.kit.plain import safe
from pasillo.ground.kit.together import are_together, gather, known
from pasillo.operations.conversations.masking import masked
from pasillo.operations.conversations.models import Conversation, Message, MessageFile

MESSAGES = "messages"
NUMBERS = "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, 100)"


@dataclass(frozen=True, kw_only=True)
class FileIn:
    """A file that someone sends along. Its bytes are kept already."""

    name: str
    blob: Blob
    media_type: str = ""
    content_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What somebody says, and how it reached us or will reach them."""

    text: str
    channel: str
    files: Sequence[FileIn] = ()
    html: Blob | None = None
    quoted: str = ""
    language: str = ""
    outside_id: str = ""
    by_machine: bool = False
    held: bool = False
    is_unproven: bool = False


def begin(*, customer_id: int, channel: str, subject: str, at: datetime) -> Conversation:
    """Open a conversation with one customer."""
    shown = " ".join(safe(subject).split())[:300]
    return Conversation.objects.create(customer_id=customer_id, channel=channel, subject=shown, opened_at=at)


def say(
    conversation_id: int, *, direction: str, author_id: int | None, words: Words, delivery: str = "none", at: datetime
) -> Message:
    """Add one message to a conversation, with its files. What reaches us is kept without secret addresses of ours."""
    kept = safe if direction == Message.Direction.OUT else _without_secrets
    message = Message(
        conversation_id=conversation_id,
        direction=direction,
        author_id=author_id,
        channel=words.channel,
        text=kept(words.text),
        quoted=kept(words.quoted),
        html=words.html,
        said_at=at,
        language=words.language,
        outside_id=safe(words.outside_id)[:400],
        by_machine=words.by_machine,
        held=words.held,
        is_unproven=words.is_unproven,
        delivery=delivery,
    )
    _keep(message)
    add_files(message.pk, words.files)
    return message


def _without_secrets(text: str) -> str:
    return masked(safe(text))


def _keep(message: Message) -> None:
    if not are_together():
        message.save(force_insert=True)
        return
    message.pk = next(known("message numbers", _numbers))
    gather(MESSAGES, [message], Message.objects.bulk_create)


def _numbers() -> Iterator[int]:
    """Numbers for messages that are written together, a hundred at a time."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(NUMBERS, [Message._meta.db_table])
            yield from [row[0] for row in cursor.fetchall()]


def add_files(message_id: int, files: Sequence[FileIn]) -> None:
    """The files that came with a message."""
    if files:
        MessageFile.objects.bulk_create([_file(message_id, given) for given in files])


def note_delivery(message_id: int, *, delivery: str, note: str = "", outside_id: str = "") -> None:
    """What we know of a message on its way: sent, uncertain, failed."""
    news = {"delivery": delivery, "delivery_note": safe(note)[:300]}
    Message.objects.filter(pk=message_id).update(**news, **({"outside_id": outside_id} if outside_id else {}))


def note_deliveries(conversation_ids: Sequence[int], *, delivery: str) -> None:
    """The same news of every message of these conversations that is on its way."""
    waiting = Message.objects.filter(conversation_id__in=conversation_ids, delivery=Message.Delivery.QUEUED)
    waiting.update(delivery=delivery)


def note_unseen(message_ids: Sequence[int], *, is_unseen: bool) -> None:
    """Whether these words of ours could not be seen by whom they were for."""
    Message.objects.filter(pk__in=message_ids).update(is_unseen=is_unseen)


def note_unproven(message_id: int) -> None:
    """Nothing proves that these words come from whom they name."""
    Message.objects.filter(pk=message_id).update(is_unproven=True)


def let_in(message_id: int) -> None:
    """A held message is shown in the conversation after all: a person has looked at it."""
    Message.objects.filter(pk=message_id).update(held=False)


def note_seen(message_id: int, *, at: datetime) -> None:
    """Somebody has looked at held words, and they stay held."""
    Message.objects.filter(pk=message_id, held=True).update(held_seen_at=at)


def _file(message_id: int, given: FileIn) -> MessageFile:
    return MessageFile(
        message_id=message_id,
        blob=given.blob,
        name=shown_name(given.name),
        media_type=(given.media_type or given.blob.media_type)[:120],
        size=given.blob.size,
        content_id=given.content_id[:255],
    )


def shown_name(name: str) -> str:
    """The name of a file as a screen may show it: its last part, without what only pretends to be a name."""
    last = safe(name).replace("\n", " ").replace("\\", "/").split("/")[-1].strip(" .\u200b\u200e\u200f\u202e\ufeff")
    return last[-255:] or "file"
