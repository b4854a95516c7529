"""Adding and removing files."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat

from marque.kit.tenancy.storage import tenant_prefix
from shared_apps.integrations.ports.errors import NotInstalled, ProviderError
from shared_apps.integrations.ports.video import BrokenIndex, NoPicture, video_host
from shared_apps.plans.limits import require_room
from tenant_apps.media import formats, queries
from tenant_apps.media.actions.removing import note_removal
from tenant_apps.media.formats import BY_EXTENSION, Format, Kind
from tenant_apps.media.models import Asset, Film
from tenant_apps.media.pages import folder_of
from tenant_apps.media.pictures import redraw
from tenant_apps.media.refusals import (
    AddedMeanwhile,
    Damaged,
    EmptyFile,
    FormatRefused,
    IndexMissing,
    MarkupRefused,
    NoRoom,
    SoundAlone,
    TooLarge,
    WrongContent,
)
from tenant_apps.media.whose import open_to

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User

MARKUP = frozenset({"svg", "svgz", "html", "htm", "xhtml", "shtml", "mht", "mhtml", "xml", "js", "mjs"})


def add_asset(*, file: File, title: str = "", by: "User | None" = None, key: UUID | None = None) -> Asset:
    """Check a file, store it and describe it. The same file under the same title is added once.

    Where that one is somebody else's, theirs gets a number behind its title. Raises FileRefused or LimitReached.
    """
    asset, content = describe(file=file, title=title)
    asset.added_by, asset.key = by, key or asset.key
    return _existing(asset) or _store(asset, content, _name_of(file))


def describe(*, file: File, title: str = "") -> tuple[Asset, File]:
    """What a file would be as an asset, and its content as it would be stored; raises FileRefused. Stores nothing."""
    name = _name_of(file)
    form = check_file(file=file, name=name)
    asset = Asset(title=(title or PurePath(name).stem)[:200], kind=form.kind, content_type=form.content_type)
    content = _prepared(asset, file, name)
    asset.size, asset.sha256 = content.size, _digest(content)
    return asset, content


def _existing(asset: Asset) -> Asset | None:
    """The same file, where its adder may have it. A title that another's file has is left to it."""
    titles = set(Asset.objects.filter(sha256=asset.sha256).values_list("title", flat=True))
    ours = {one.title: one for one in open_to(asset.added_by).filter(sha256=asset.sha256)}
    wanted, number = asset.title, 1
    while asset.title in titles - ours.keys():
        number += 1
        asset.title = f"{wanted[:190]} ({number})"
    return ours.get(asset.title)


def _name_of(file: File) -> str:
    return PurePath((file.name or "file").replace("\\", "/")).name


def check_announced(*, name: str, size: int, promised: int = 0) -> Format:
    """The format a file of this name and size would be taken as, when so many bytes are promised to others already;
    raises FileRefused."""
    said = check_name(name=name, size=size)
    check_room(size=size, name=name, promised=promised)
    return said


def check_name(*, name: str, size: int) -> Format:
    """The format a file of this name and size is taken as, room or not; raises FileRefused."""
    extension = formats.extension_of(name)
    if not size:
        raise EmptyFile(name=name)
    if extension in MARKUP:
        raise MarkupRefused(name=name, extension=extension.upper())
    said = BY_EXTENSION.get(extension)
    if said is None:
        raise FormatRefused(name=name, extension=extension)
    most = said.most_bytes
    if size > most:
        raise TooLarge(name=name, size=filesizeformat(size), most=filesizeformat(most))
    return said


def check_file(*, file: File, name: str) -> Format:
    """The format of a file whose name, content and size agree with the allow-list; raises FileRefused."""
    said = check_announced(name=name, size=file.size)
    found = formats.recognise(file)
    if found is not said:
        words = formats.in_words(found, file)
        raise WrongContent(name=name, extension=formats.extension_of(name), said=said.name, found=words)
    return said


@transaction.atomic
def rename_asset(*, asset: Asset, title: str, by: "User | None" = None) -> Asset:
    """Give an asset another title."""
    Asset.objects.filter(pk=asset.pk).update(title=title)
    asset.title = title
    return asset


@transaction.atomic
def remove_asset(*, asset: Asset, by: "User | None" = None) -> None:
    """Forget an asset; its files go once that is certain, and what is kept of it at a host."""
    note_removal(asset=asset)
    kept = [(field.storage, field.name) for field in (asset.file, asset.poster) if field]
    for film in Film.objects.filter(asset=asset):
        folder = default_storage.path(film.folder)
        transaction.on_commit(partial(shutil.rmtree, folder, ignore_errors=True))
    drawn = default_storage.path(folder_of(asset))
    transaction.on_commit(partial(shutil.rmtree, drawn, ignore_errors=True))
    Asset.objects.filter(pk=asset.pk).delete()
    for storage, name in kept:
        transaction.on_commit(partial(storage.delete, str(name)))


def check_room(*, size: int, name: str, promised: int = 0) -> None:
    """Raise NoRoom when the business has not so many bytes left."""
    quota = queries.quota()
    left = quota - queries.bytes_used() - promised
    if size > left:
        raise NoRoom(name=name, left=filesizeformat(max(left, 0)), quota=filesizeformat(quota))


def _prepared(asset: Asset, file: File, name: str) -> File:
    """What will be stored: a picture drawn again, anything else as it came; fills in what can be measured."""
    if asset.kind == Kind.IMAGE:
        picture = redraw(file, name)
        asset.width, asset.height = picture.width, picture.height
        return ContentFile(picture.content, name=name)
    if asset.kind in (Kind.VIDEO, Kind.AUDIO):
        with _on_disk(file) as path:
            (_measure if asset.kind == Kind.VIDEO else _listen)(asset, path, name)
    return file


def _measure(asset: Asset, path: Path, name: str) -> None:
    host = video_host()
    try:
        facts = host.inspect(path, content_type=asset.content_type)
        still = path.with_name(f"{path.name}.{asset.key}.jpg")
        try:
            moment = min(1.0, facts.duration_seconds / 2)
            host.draw_poster(path, still, content_type=asset.content_type, at_seconds=moment)
            asset.poster = ContentFile(still.read_bytes(), name="poster.jpg")
        finally:
            still.unlink(missing_ok=True)
    except BrokenIndex as error:
        raise IndexMissing(name=name) from error
    except NoPicture as error:
        raise SoundAlone(name=name) from error
    except NotInstalled:
        return  # the film plays all the same; its length is what the author says
    except ProviderError as error:
        raise Damaged(name=name) from error
    asset.duration_seconds = round(facts.duration_seconds)
    asset.width, asset.height = facts.width, facts.height


def _listen(asset: Asset, path: Path, name: str) -> None:
    try:
        asset.duration_seconds = round(video_host().listen(path, content_type=asset.content_type))
    except NotInstalled:
        return
    except ProviderError as error:
        raise Damaged(name=name) from error


def _store(asset: Asset, content: File, name: str) -> Asset:
    content.seek(0)
    asset.file = File(content, name=name)
    try:
        with transaction.atomic():
            require_room("storage", asset.size)
            if asset.kind == Kind.VIDEO:
                require_room("video_minutes", -(-(asset.duration_seconds or 0) // 60))
            asset.save()
    except IntegrityError:
        # Somebody added the same file a moment ago: theirs stays.
        _discard(asset)
        existing = _existing(asset)
        if existing is None:
            raise AddedMeanwhile(name=name) from None
        return existing
    except BaseException:
        _discard(asset)
        raise
    return asset


def _discard(asset: Asset) -> None:
    for field in (asset.file, asset.poster):
        # Before the row is saved a field holds an upload; once its file is stored it has a place of ours.
        if field.name and field.name.startswith(tenant_prefix()):
            field.storage.delete(field.name)


def _digest(file: File) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def _on_disk(file: File) -> Iterator[Path]:
    """A path ffmpeg can open: the upload's own when it has one."""
    own = getattr(file, "path_to_read", None) or getattr(file, "temporary_file_path", None)
    if own is not None:
        yield Path(own())
        return
    with tempfile.NamedTemporaryFile(prefix="asset-") as copy:
        file.seek(0)
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)
