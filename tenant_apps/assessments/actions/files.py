"""Files that learners hand over: checked by name, size and content, and kept with what they belong to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from shared_apps.plans.errors import LimitReached
from shared_apps.plans.limits import require_room
from tenant_apps.assessments.models import Assignment, OpenAnswer, Question, Submission, Work
from tenant_apps.media.actions import describe
from tenant_apps.media.formats import BY_EXTENSION, MEGABYTE, Kind, extension_of
from tenant_apps.media.refusals import NoRoom

Holder = Submission | OpenAnswer


class KindNotAsked(Refused):
    """A file of a kind that is not taken here."""

    message = _("%(name)s is not what is asked for here. What is taken: %(kinds)s.")
    field = "file"


class WorkTooLarge(Refused):
    """Above the limit that holds here."""

    message = _("%(name)s has %(size)s. The most for a file here is %(most)s MB.")
    field = "file"


class TooManyWorks(Refused):
    """As many files as the creator takes."""

    message = _("You can hand in up to %(most)s files. Remove one to add another.")
    field = "file"


class WorkHere(Refused):
    """The same file again."""

    message = _("%(name)s is here already.")
    field = "file"


class NoRoomLeft(Refused):
    """The business's room is used up: nothing a learner could do."""

    message = _("There is no room for more files here at the moment. Please write to us, and keep your file.")
    field = "file"


@dataclass(frozen=True)
class Asked:
    """Which files are taken, and how many."""

    kinds: Collection[str]
    most_files: int = 5
    most_megabytes: int = 100


def asked_by_assignment(assignment: Assignment) -> Asked:
    """What an assignment takes."""
    return Asked(assignment.kinds, assignment.most_files, assignment.most_megabytes)


def asked_by_question(question: Question) -> Asked:
    """What a question for files takes."""
    return Asked(question.file_kinds or Kind.values)


def check_asked(*, asked: Asked, name: str, size: int) -> str:
    """The name a file is kept under; raises KindNotAsked and WorkTooLarge."""
    short = (name or "file").replace("\\", "/").rpartition("/")[2][-200:]
    said = BY_EXTENSION.get(extension_of(short))
    if said is not None and said.kind not in asked.kinds:
        kinds = ", ".join(str(Kind(kind).label) for kind in asked.kinds) or str(_("words alone"))
        raise KindNotAsked(name=short, kinds=kinds)
    if size > asked.most_megabytes * MEGABYTE:
        raise WorkTooLarge(name=short, size=filesizeformat(size), most=asked.most_megabytes)
    return short


def keep_file(*, file: File, asked: Asked, hold: Callable[[], Holder]) -> Work:
    """Check a file, draw a picture again, and keep it with what `hold` locks.

    Raises what media refuses, KindNotAsked, WorkTooLarge, TooManyWorks, WorkHere, NoRoomLeft and what `hold` raises.
    """
    name = check_asked(asked=asked, name=file.name or "", size=file.size)
    try:
        described, content = describe(file=file)
    except NoRoom as full:
        raise NoRoomLeft from full
    told = {key: getattr(described, key) for key in ("kind", "content_type", "size", "sha256", "width", "height")}
    work = Work(name=name, **told)
    content.seek(0)
    work.file = File(content, name=f"work.{extension_of(name)}")
    try:
        with transaction.atomic():
            _put(work, hold(), asked)
    except BaseException as error:
        if work.file._committed:
            work.file.storage.delete(str(work.file.name))
        if isinstance(error, LimitReached):
            raise NoRoomLeft from error
        raise
    return work


def drop_file(*, holder: Holder, work: UUID) -> None:
    """Take a file away; one that is gone already is no matter. The caller holds what it belongs to."""
    found = holder.works.filter(key=work).first()
    if found is not None:
        storage, name = found.file.storage, str(found.file.name)
        found.delete()
        transaction.on_commit(lambda: storage.delete(name))


def _put(work: Work, holder: Holder, asked: Asked) -> None:
    if holder.works.filter(sha256=work.sha256).exists():
        raise WorkHere(name=work.name)
    if holder.works.count() >= asked.most_files:
        raise TooManyWorks(most=asked.most_files)
    require_room("storage", work.size)
    if isinstance(holder, Submission):
        work.submission = holder
    else:
        work.answer = holder
    work.save()
