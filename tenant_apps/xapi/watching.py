"""What learners watched and listened to, as the xAPI video profile (https://w3id.org/xapi/video) writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenant_apps.courses.models import LessonKind
from tenant_apps.learning.models import BlockProgress, LessonProgress
from tenant_apps.learning.played import seconds
from tenant_apps.media.models import Asset
from tenant_apps.webhooks.actions import Told
from tenant_apps.xapi.statements import Speaker, told
from tenant_apps.xapi.words import VIDEO, VIDEO_EXTENSIONS, type_of

_PLAYED = (LessonKind.VIDEO, LessonKind.AUDIO)


def played(by: Speaker, row: LessonProgress) -> Told | None:
    """Which seconds of a lesson's own film were played so far; another number is another id."""
    said = _said(row, row.lesson.asset) if row.lesson.kind in _PLAYED else None
    if said is None:
        return None
    at, parents = row.heard_at or row.touched_at, (by.course(row.enrolment.course),)
    said["context"] |= _category(row.lesson.kind)
    return told(by, "paused", by.lesson(row.lesson), place=row.enrolment, at=at, parents=parents, **said)


def played_part(by: Speaker, row: BlockProgress) -> Told | None:
    """The same of a film among the parts of a lesson's page; nothing of one that is there no more."""
    asset, lesson, place = row.block.asset, row.progress.lesson, row.progress.enrolment
    said = _said(row, asset) if asset and row.film in (None, asset.key) else None
    if asset is None or said is None or row.heard_at is None:
        return None
    film = by.thing(f"films/{asset.key}", type_of(row.block.kind), row.block.title or asset.title)
    said["context"] |= _category(row.block.kind)
    parents = (by.lesson(lesson), by.course(place.course))
    return told(by, "paused", film, place=place, at=row.heard_at, parents=parents, **said)


def _said(row: LessonProgress | BlockProgress, asset: Asset | None) -> dict[str, dict[str, Any]] | None:
    """Result and context, where anything was played of something with a length."""
    length = asset.duration_seconds if asset else None
    if not (row.played and length):
        return None
    spans = "[,]".join(f"{start}[.]{end}" for start, end in row.played)
    share = round(min(1.0, seconds(row.played) / length), 3)
    about = {"time": min(row.position_seconds, length), "progress": share, "played-segments": spans}
    around = {"session-id": str(row.key), "length": length}
    return {"result": {"extensions": _named(about)}, "context": {"extensions": _named(around)}}


def _category(kind: str) -> dict[str, Any]:
    if kind != LessonKind.VIDEO:
        return {}
    return {"contextActivities": {"category": [{"objectType": "Activity", "id": VIDEO}]}}


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{VIDEO_EXTENSIONS}/{name}": value for name, value in values.items()}
