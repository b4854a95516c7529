"""Folders and zips: planned, looked at by somebody, then made into modules and lessons, each file once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.tenancy.tasks import soon
from tenant_apps.courses.actions import places
from tenant_apps.courses.actions.lessons import add_lesson, move_lesson
from tenant_apps.courses.actions.modules import add_module, move_module
from tenant_apps.courses.folders import archive, captions, texts
from tenant_apps.courses.folders.plan import Found, plan
from tenant_apps.courses.models import Course, FolderFile, FolderImport, FolderSource, Lesson, Module
from tenant_apps.media import actions as media
from tenant_apps.media import drafts
from tenant_apps.media.models import Asset, Upload
from themes.brand import current_brand

SILENT = timedelta(minutes=2)


class NotYetRead(Refused):
    """There is no plan to say yes to."""

    message = _("The list of files is not read yet. Wait a moment.")


class FilmMissing(Refused):
    """Captions without what they belong to."""

    message = _("The film of these captions was not taken, so there is nothing to add them to.")


class NothingToMake(Refused):
    """Every file was refused."""

    message = _("None of these files can become a lesson.")


@transaction.atomic
def plan_folder(*, course: Course, name: str, files: Iterable[Found], by: Any = None) -> FolderImport:
    """Write down what becomes of a folder's files; raises TooManyFiles, NothingInside and NoRoom."""
    made = FolderImport.objects.create(
        course=course, by=by, source=FolderSource.FOLDER, name=name[:255], read_at=clock_now()
    )
    _write(made, list(files))
    return made


@transaction.atomic
def plan_zip(*, course: Course, upload: Upload, by: Any = None) -> FolderImport:
    """Have a zip that has arrived read. The same upload is one import, however often it is said."""
    from tenant_apps.courses import tasks  # inline: the task calls this module

    made, is_new = FolderImport.objects.get_or_create(
        upload=upload, course=course, defaults={"by": by, "source": FolderSource.ZIP, "name": upload.name[:255]}
    )
    if is_new:
        soon(tasks.work_on_zip, import_id=made.pk)
    return made


@transaction.atomic
def begin_import(*, folder: FolderImport, as_drafts: bool, by: Any = None) -> FolderImport:
    """Say yes to a plan. Saying it twice changes nothing. Raises NotYetRead and NothingToMake."""
    from tenant_apps.courses import tasks  # inline: the task calls this module

    if folder.read_at is None:
        raise NotYetRead
    if not folder.files.filter(refused="").exists():
        raise NothingToMake
    if FolderImport.objects.filter(pk=folder.pk, begun_at=None).update(begun_at=clock_now(), as_drafts=as_drafts):
        folder.refresh_from_db()
        if folder.source == FolderSource.ZIP:
            soon(tasks.work_on_zip, import_id=folder.pk)
    return folder


@transaction.atomic
def take_file(
    *, file: FolderFile, asset: Asset | None = None, text: str | None = None, by: Any = None
) -> Lesson | None:
    """Make the lesson of a planned file, in its place; one that was made already is not made again."""
    places.lock(file.parent.course_id)
    file = FolderFile.objects.select_related("parent__course").get(pk=file.pk)
    if not file.is_waiting:
        return file.lesson
    file.home = _home(file)
    contents: dict[str, Any] = {"asset": asset, "minutes": _minutes(asset)}
    if text is not None:
        heading, rest = texts.first_heading(text) if file.path.lower().endswith(".md") else ("", text)
        file.title = heading[:160] or file.title
        body = texts.as_html(rest, is_markdown=file.path.lower().endswith(".md"))
        contents = {"body": body, "minutes": texts.minutes_to_read(rest)}
    file.lesson = add_lesson(
        module=file.home, title=file.title, kind=file.kind, is_draft=file.parent.as_drafts, by=by, **contents
    )
    if before := _place_before(file):
        move_lesson(lesson=file.lesson, module=file.home, position=before, by=by)
    file.done_at = clock_now()
    file.save(update_fields=["home", "lesson", "title", "done_at"])
    _finish(file.parent)
    return file.lesson


@transaction.atomic
def take_captions(*, file: FolderFile, content: bytes, by: Any = None) -> None:
    """Give captions to the film they lie beside, once it is here; raises CaptionRefused and FilmMissing."""
    places.lock(file.parent.course_id)
    file = FolderFile.objects.select_related("parent").get(pk=file.pk)
    if not file.is_waiting:
        return
    rows = file.parent.files.exclude(kind=captions.KIND).filter(lesson__asset__isnull=False)
    films = {row.path: row for row in rows.select_related("lesson__asset")}
    path, language = captions.film_of(file.path, films)
    film = films[path].lesson if path else None
    if film is None or film.asset is None:
        raise FilmMissing
    spoken = language or current_brand().language
    media.set_caption(asset=film.asset, language=spoken, file=ContentFile(content, name=file.path), by=by)
    file.done_at = clock_now()
    file.save(update_fields=["done_at"])
    _finish(file.parent)


@transaction.atomic
def refuse_file(*, file: FolderFile, why: str) -> None:
    """Note that a file becomes no lesson after all."""
    FolderFile.objects.filter(pk=file.pk, done_at=None).update(refused=why[:400])
    _finish(file.parent)


def read_zip(*, folder: FolderImport) -> None:
    """Look into a zip and write its plan down, or why there is none. Run again it does nothing new."""
    upload = folder.upload
    if folder.read_at is not None or folder.refused:
        return
    try:
        if upload is None or not upload.complete_at:
            raise archive.BadArchive(_("The zip is no longer here. Upload it again."))
        found = archive.contents(drafts.place(upload.draft))
        with transaction.atomic():
            _write(folder, found)
            FolderImport.objects.filter(pk=folder.pk).update(read_at=clock_now())
    except Refused as refused:
        FolderImport.objects.filter(pk=folder.pk).update(refused=str(refused)[:400])


def work_on_zip(*, folder: FolderImport, now: datetime | None = None) -> None:
    """Read a zip, or once somebody said yes make its lessons, one file after the other. One worker at a time does so;
    where it was killed the next goes on."""
    at = now or clock_now()
    free = Q(heard_at__isnull=True) | Q(heard_at__lt=at - SILENT)
    if not FolderImport.objects.filter(free, pk=folder.pk, finished_at=None).update(heard_at=at):
        return
    folder.refresh_from_db()
    read_zip(folder=folder)
    folder.refresh_from_db()
    if folder.begun_at is not None:
        _unpack(folder)
    FolderImport.objects.filter(pk=folder.pk).update(heard_at=None)


def unheard_zips(*, now: datetime | None = None) -> list[int]:
    """Zips somebody waits for and nobody works on: their worker is gone."""
    before = (now or clock_now()) - SILENT
    waiting = FolderImport.objects.filter(source=FolderSource.ZIP, finished_at=None, refused="")
    to_do = Q(read_at=None) | Q(begun_at__isnull=False)
    silent = Q(heard_at__lt=before) | Q(heard_at__isnull=True, created_at__lt=before)
    return list(waiting.filter(to_do).filter(silent).values_list("pk", flat=True)[:20])


def _write(folder: FolderImport, files: list[Found]) -> None:
    planned = plan(files, name=folder.name.removesuffix(".zip"))
    media.check_room(size=sum(one.found.size for one in planned if not one.refused), name=folder.name)
    rows = [
        FolderFile(
            parent=folder,
            number=number,
            path=one.found.path[-1000:],
            size=one.found.size,
            module_title=one.module,
            title=one.title,
            kind=one.kind,
            note=one.found.note[:300],
            refused=one.refused[:400],
        )
        for number, one in enumerate(planned, start=1)
    ]
    FolderFile.objects.bulk_create(rows, batch_size=500)


def _unpack(folder: FolderImport) -> None:
    from tenant_apps.courses.folders.unpacking import unpack  # inline: it calls this module

    unpack(folder)
    folder.refresh_from_db()
    if folder.finished_at is not None and folder.upload is not None:
        media.forget_upload(upload=folder.upload)


def _home(file: FolderFile) -> Module:
    """The module of a file's folder: the one made for its neighbours, else a new one in the folder's place."""
    same = FolderFile.objects.filter(parent=file.parent, module_title=file.module_title, home__archived_at__isnull=True)
    neighbour = same.exclude(home=None).select_related("home").first()
    if neighbour is not None and neighbour.home is not None:
        return neighbour.home
    module = add_module(course=file.parent.course, title=file.module_title)
    later = Module.objects.live().filter(
        pk__in=FolderFile.objects.filter(parent=file.parent, number__gt=file.number).values("home")
    )
    if before := later.aggregate(first=Min("position"))["first"]:
        move_module(module=module, position=before)
    return module


def _place_before(file: FolderFile) -> int | None:
    later = FolderFile.objects.filter(parent=file.parent, home=file.home, number__gt=file.number)
    lessons = Lesson.objects.live().filter(pk__in=later.values("lesson"), module=file.home)
    first: int | None = lessons.aggregate(first=Min("position"))["first"]
    return first


def _finish(folder: FolderImport) -> None:
    if not folder.files.filter(refused="", done_at=None).exists():
        FolderImport.objects.filter(pk=folder.pk, finished_at=None).update(finished_at=clock_now())


def _minutes(asset: Asset | None) -> int:
    return -(-(asset.duration_seconds or 0) // 60) if asset is not None else 0
