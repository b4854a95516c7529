"""Files that arrive in pieces and go on where they were cut off."""

import shutil
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.tasks import soon
from shared_apps.plans.errors import LimitReached
from tenant_apps.media import drafts, formats, queries
from tenant_apps.media.actions import adding
from tenant_apps.media.actions.preparing import nudge
from tenant_apps.media.formats import Kind
from tenant_apps.media.models import Asset, Upload
from tenant_apps.media.refusals import FileRefused, NotAZip, WrongContent

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User

KEPT = timedelta(days=2)
_ABANDONED = timedelta(minutes=2)
# what tells one format from another stands at the front
_HEAD = 4096


class UploadBusy(Refused):
    """Two writers at once."""

    message = _("This upload is being written to at the moment.")


class UploadElsewhere(Refused):
    """A piece that does not follow on what is here (tus 1.0, Upload-Offset)."""

    message = _("This piece does not fit: the upload stands at another place.")


def begin_upload(*, name: str, size: int, by: "User", is_kept: bool = False) -> Upload:
    """Announce a file; raises FileRefused before a single byte was sent.

    A kept one is a zip that stays as it comes for whoever reads it, as large as there is room for.
    """
    promised = queries.bytes_arriving()
    if is_kept:
        if formats.extension_of(name) != "zip":
            raise NotAZip(name=name)
        adding.check_room(size=size, name=name, promised=promised)
    else:
        adding.check_announced(name=name, size=size, promised=promised)
    return Upload.objects.create(name=name[-255:], size=size, by=by, is_kept=is_kept)


def arrived(*, upload: Upload) -> int:
    """How many bytes of it are here; one that was cut off right after its last byte is completed now."""
    here = upload.size if upload.complete_at else drafts.arrived(upload.draft)
    _complete(upload, here)
    return here


def append(*, upload: Upload, offset: int, source: IO[bytes]) -> int:
    """Add a piece and return where the upload stands.

    Raises UploadElsewhere, UploadBusy, and FileRefused when its first bytes are not what its name says.
    """
    if upload.complete_at:
        raise UploadElsewhere
    try:
        with drafts.locked(upload.draft) as draft:
            here = draft.seek(0, 2)
            if offset != here:
                raise UploadElsewhere
            here += drafts.pour(source, draft, upload.size - here)
    except BlockingIOError:
        raise UploadBusy from None
    _check_head(upload, here)
    _complete(upload, here)
    return here


def take_in(*, upload: Upload) -> None:
    """Make a complete upload a file of the business, or note why not. Killed and run again it does so once."""
    if upload.is_settled or upload.is_kept or not upload.complete_at:
        return
    try:
        with drafts.locked(upload.draft):
            upload.refresh_from_db()
            if not upload.is_settled:
                _settle(upload)
    except BlockingIOError:
        return


def forget_upload(*, upload: Upload) -> None:
    """Throw away what has arrived; a file that was made of it stays."""
    Upload.objects.filter(pk=upload.pk).delete()
    drafts.remove(upload.draft)


def untaken(*, now: datetime | None = None) -> list[int]:
    """Complete uploads that nobody took in: their worker is gone."""
    before = (now or clock.now()) - _ABANDONED
    waiting = Upload.objects.unsettled().filter(complete_at__lt=before)
    return list(waiting.values_list("pk", flat=True)[:20])


def forget_old_uploads(*, now: datetime | None = None) -> None:
    """Throw away uploads nobody came back to for two days."""
    before = (now or clock.now()) - KEPT
    for upload in Upload.objects.filter(created_at__lt=before).iterator():
        if not drafts.touched_since(upload.draft, before):
            forget_upload(upload=upload)


def _complete(upload: Upload, here: int) -> None:
    from tenant_apps.media import tasks  # inline: the task calls this module

    if here == upload.size and not upload.complete_at:
        upload.complete_at = clock.now()
        first = Upload.objects.filter(pk=upload.pk, complete_at=None).update(complete_at=upload.complete_at)
        if first and not upload.is_kept:
            soon(tasks.take_in, upload_id=upload.pk)


def add_once(*, file: File, key: UUID, title: str = "", by: "User | None" = None) -> Asset:
    """Make a file one of the business under a key chosen before; killed and run again it does so once.

    Raises FileRefused or LimitReached.
    """
    if not Asset.objects.filter(key=key).exists():
        # left behind by a try that was killed between moving the file and writing the row
        shutil.rmtree(default_storage.path(f"media/{key}"), ignore_errors=True)
    asset = adding.add_asset(file=file, title=title, by=by, key=key)
    if asset.kind in (Kind.VIDEO, Kind.AUDIO):
        nudge()
    return asset


def _settle(upload: Upload) -> None:
    try:
        with drafts.DraftFile(upload.draft, upload.name) as file:
            asset = add_once(file=file, by=upload.by, key=upload.key)
    except (FileRefused, LimitReached) as refused:
        Upload.objects.filter(pk=upload.pk).update(refused=str(refused)[:400])
    else:
        Upload.objects.filter(pk=upload.pk).update(asset=asset)
    drafts.remove(upload.draft)


def _check_head(upload: Upload, here: int) -> None:
    """Refuse a disguise after its first piece, and not after twenty gigabytes."""
    if here < min(_HEAD, upload.size):
        return
    said = formats.BY_EXTENSION[formats.extension_of(upload.name)]
    with drafts.place(upload.draft).open("rb") as head:
        found = formats.recognise(head) if said.kind in formats.TOLD_BY_HEAD else said
        words = formats.in_words(found, head)
    if found is not said:
        forget_upload(upload=upload)
        raise WrongContent(name=upload.name, extension=formats.extension_of(upload.name), said=said.name, found=words)
