"""The files of a zip, one after the other, into the business and into lessons."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import PurePosixPath

from django.core.files import File

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.lists import text_of
from marque.kit.zips import DAMAGED
from shared_apps.plans.errors import LimitReached
from tenant_apps.courses.actions.folders import refuse_file, take_captions, take_file
from tenant_apps.courses.folders import archive, captions
from tenant_apps.courses.folders.plan import MOST_TEXT
from tenant_apps.courses.models import FolderFile, FolderImport, LessonKind
from tenant_apps.media import actions as media
from tenant_apps.media import drafts
from tenant_apps.media.models import Asset

_PIECE = 1 << 20


def unpack(folder: FolderImport) -> None:
    """Make every lesson that is not made yet; a file that cannot be read is refused by itself."""
    if folder.upload is None:
        return
    waiting = folder.files.filter(refused="", done_at=None).order_by("number")
    try:
        with archive.opened(drafts.place(folder.upload.draft)) as opened:
            for file in waiting:
                FolderImport.objects.filter(pk=folder.pk).update(heard_at=clock_now())
                _take(opened, file, folder)
    except archive.BadArchive as refused:
        for file in waiting.all():
            refuse_file(file=file, why=str(refused))


def _take(opened: zipfile.ZipFile, file: FolderFile, folder: FolderImport) -> None:
    try:
        if file.kind == captions.KIND:
            with archive.member(opened, file.path) as source:
                take_captions(file=file, content=source.read(MOST_TEXT + 1), by=folder.by)
        elif file.kind == LessonKind.TEXT:
            with archive.member(opened, file.path) as source:
                text = text_of(source.read(MOST_TEXT))
            take_file(file=file, text=text, by=folder.by)
        else:
            take_file(file=file, asset=_asset(opened, file, folder), by=folder.by)
    except (Refused, LimitReached) as refused:
        refuse_file(file=file, why=str(refused))
    except (*DAMAGED, RuntimeError):
        # a checksum that is wrong, or a lock the list of entries did not speak of
        refuse_file(file=file, why=str(archive.BadArchive.message))


def _asset(opened: zipfile.ZipFile, file: FolderFile, folder: FolderImport) -> Asset:
    name = PurePosixPath(file.path).name
    with tempfile.NamedTemporaryFile(prefix="folder-") as copy, archive.member(opened, file.path) as source:
        shutil.copyfileobj(source, copy, _PIECE)
        copy.flush()
        copy.seek(0)
        return media.add_once(file=File(copy, name=name), title=file.title, key=file.key, by=folder.by)
