"""Acts of a device, perhaps done offline: each counts once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now
from marque.kit.errors import Refused
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.finishing import finish
from tenant_apps.learning.models import BlockProgress, Enrolment, LessonProgress
from tenant_apps.materials.actions import tick_step
from tenant_apps.materials.models import Step
from tenant_apps.people.models import Person
from tenant_apps.place.actions.notes import NotYours, keep_note, remove_note, set_bookmark
from tenant_apps.place.models import Act
from tenant_apps.place.shapes import as_told

REMEMBERED = timedelta(days=90)


class StepGone(Refused):
    """The step is not there any more."""

    message = _("This step is no longer part of the lesson.")


class Gone(Refused):
    """The lesson is not there any more."""

    message = _("This lesson is no longer part of the course.")


def do(*, person: Person, key: UUID, kind: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Do an act once and answer what came of it; the same key gets the same answer again. Raises NotYours."""
    with transaction.atomic():
        # whoever sends the same act at this moment waits here for the other's answer
        Act.objects.bulk_create([Act(key=key, person=person, kind=kind, created_at=now())], ignore_conflicts=True)
        act = Act.objects.select_for_update().get(key=key)
        if act.person_id != person.pk:
            raise NotYours
        if not act.answer:
            act.answer = {"key": str(key), **_answer(person, key, kind, asked)}
            act.save(update_fields=["answer"])
        return act.answer


def forget_old(*, person: Person) -> None:
    """Drop what no device asks about any more."""
    Act.objects.filter(person=person, created_at__lt=now() - REMEMBERED).delete()


def _answer(person: Person, key: UUID, kind: str, asked: dict[str, Any]) -> dict[str, Any]:
    try:
        with transaction.atomic():
            return {"state": "done", **DOING[kind](person, key, asked)}
    except Refused as refused:
        return {"state": "refused", "message": str(refused)}


def _lesson(asked: dict[str, Any]) -> Lesson:
    found = Lesson.objects.select_related("course", "module", "asset").filter(key=asked["lesson"]).first()
    if found is None:
        raise Gone
    return found


def _keep(person: Person, key: UUID, asked: dict[str, Any]) -> dict[str, Any]:
    words = {name: asked[name] for name in ("text", "seconds", "quote", "before", "after")}
    kept = keep_note(
        key=asked["note"], person=person, lesson=_lesson(asked), base=asked["base"], spare=key, by=person, **words
    )
    return {"note": as_told(kept.note), "beside": as_told(kept.beside) if kept.beside else None}


def _remove(person: Person, key: UUID, asked: dict[str, Any]) -> dict[str, Any]:
    stayed = remove_note(key=asked["note"], person=person, base=asked["base"], by=person)
    return {"note": None, "beside": as_told(stayed) if stayed else None}


def _mark(person: Person, key: UUID, asked: dict[str, Any]) -> dict[str, Any]:
    set_bookmark(person=person, lesson=_lesson(asked), on=asked["on"], by=person)
    return {}


def _finish(person: Person, key: UUID, asked: dict[str, Any]) -> dict[str, Any]:
    lesson = _lesson(asked)
    finish(enrolment=_place(person, lesson), lesson=lesson, by=person)
    return {}


def _tick(person: Person, key: UUID, asked: dict[str, Any]) -> dict[str, Any]:
    step = Step.objects.select_related("lesson__course", "lesson__module").filter(key=asked["step"]).first()
    if step is None:
        raise StepGone
    tick_step(enrolment=_place(person, step.lesson), step=step, done=asked["on"], by=person)
    return {}


def _play(person: Person, key: UUID, asked: dict[str, Any]) -> dict[str, Any]:
    lesson = _lesson(asked)
    progress = LessonProgress.objects.filter(enrolment=_place(person, lesson), lesson=lesson).first()
    said = {"spans": asked["played"], "seconds": asked["seconds"] or 0}
    if block := asked.get("block"):
        # a block that was taken away or got another film meanwhile has nothing to keep it in
        is_it = Q(film=None) | Q(film=F("block__asset__key"))
        row = BlockProgress.objects.filter(is_it, progress=progress, block__key=block).first() if progress else None
        if row is not None:
            learning.record_block_played(key=str(row.key), **said)
    elif progress is not None:
        learning.record_played(progress_key=str(progress.key), **said)
    return {}


def _place(person: Person, lesson: Lesson) -> Enrolment:
    found = Enrolment.objects.select_related("person", "course").filter(person=person, course=lesson.course).first()
    if found is None:
        raise learning.EnrolmentOver
    return found


DOING: dict[str, Callable[[Person, UUID, dict[str, Any]], dict[str, Any]]] = {
    "note.keep": _keep,
    "note.remove": _remove,
    "bookmark.set": _mark,
    "lesson.finish": _finish,
    "step.tick": _tick,
    "film.play": _play,
}
