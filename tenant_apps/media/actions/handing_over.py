"""Files of people who are no members of the team: they arrive in pieces, and are taken by what they were sent for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.media import drafts, queries
from tenant_apps.media.actions.adding import check_announced
from tenant_apps.media.actions.uploading import arrived, forget_upload
from tenant_apps.media.models import Upload

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User

MOST_UNDER_WAY = 20


class NotWhole(Refused):
    """Taken before its last byte came."""

    message = _("This file has not arrived yet. Send the rest of it first.")
    field = "file"


class TooManyUploads(Refused):
    """More at once than one person sends."""

    message = _("%(most)s files are under way already. Wait until one is there, or try again tomorrow.")
    field = "file"


def begin_handing_over(*, name: str, size: int, by: "User") -> Upload:
    """Announce a file that stays as it comes until what it is for takes it; raises FileRefused and TooManyUploads."""
    if Upload.objects.under_way().filter(by=by).count() >= MOST_UNDER_WAY:
        raise TooManyUploads(most=MOST_UNDER_WAY)
    check_announced(name=name, size=size, promised=queries.bytes_arriving())
    return Upload.objects.create(name=name[-255:], size=size, by=by, is_kept=True)


@contextmanager
def handed_over(*, upload: Upload) -> Iterator[File]:
    """The whole of such a file, to be taken or refused; then it is forgotten. A crash leaves it, to be taken again.

    Raises NotWhole.
    """
    if arrived(upload=upload) < upload.size:
        raise NotWhole
    try:
        with drafts.DraftFile(upload.draft, upload.name) as file:
            yield file
    except Refused:
        forget_upload(upload=upload)
        raise
    forget_upload(upload=upload)
