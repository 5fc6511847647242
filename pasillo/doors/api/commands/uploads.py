"""Files that are sent ahead of the words with which they belong."""

from datetime import datetime

from django.db import transaction

from pasillo.doors.api.models import Upload
from pasillo.ground.files.commands import keep
from pasillo.operations.conversations.commands.saying import shown_name


@transaction.atomic
def keep_upload(*, person_id: int, name: str, data: bytes, at: datetime) -> Upload:
    """Keep these bytes for a day or two, for who sent them alone."""
    blob = keep(data)
    return Upload.objects.create(
        person_id=person_id,
        blob=blob,
        name=shown_name(name),
        media_type=blob.media_type,
        size=blob.size,
        made_at=at,
    )
