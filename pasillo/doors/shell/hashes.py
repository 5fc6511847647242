"""What is kept of a secret: a hash, bound to its purpose and to this installation, from which nobody gets back."""

import hashlib

from django.conf import settings


def kept_as(purpose: str, secret: str) -> str:
    """The hash under which a secret of this purpose is found again."""
    return hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}:{secret}".encode()).hexdigest()
