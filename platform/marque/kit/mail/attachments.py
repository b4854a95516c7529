"""Attachments live in the tenant's own files; the row keeps their names."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.text import get_valid_filename

from marque.kit.mail.models import SentEmail

# name, content, content type
Attachment = tuple[str, bytes, str]


def store(message: SentEmail, attachments: Iterable[Attachment]) -> list[dict[str, Any]]:
    """Save the files under the message's key and describe them."""
    return [
        {
            "name": name,
            "type": content_type,
            "size": len(content),
            "path": default_storage.save(f"mail/{message.key}/{get_valid_filename(name)}", ContentFile(content)),
        }
        for name, content, content_type in attachments
    ]


def read(message: SentEmail) -> list[Attachment]:
    """The files of a message, read back."""
    found = []
    for item in message.attachments:
        with default_storage.open(item["path"], "rb") as file:
            found.append((item["name"], file.read(), item["type"]))
    return found
