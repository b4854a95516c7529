"""How a lesson of each kind is shown. Higher apps add kinds of their own: `@player("quiz", template=…)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.learning.models import Enrolment, LessonProgress
from tenant_apps.media.signing import media_url

Context = Callable[["Seat"], dict[str, Any]]


@dataclass(frozen=True)
class Seat:
    """Who looks at which lesson; a free preview has no enrolment."""

    lesson: Lesson
    enrolment: Enrolment | None
    progress: LessonProgress | None


@dataclass(frozen=True)
class Player:
    """A template and what it needs. One that `grades` decides itself when the lesson is done."""

    template: str
    context: Context
    grades: bool = False
    styles: str = ""


_players: dict[str, Player] = {}


def player(kind: str, *, template: str, grades: bool = False, styles: str = "") -> Callable[[Context], Context]:
    """Register the player of a kind of lesson. One owner per kind."""

    def register(context: Context) -> Context:
        owner = _players.get(kind)
        if owner is not None and owner.context is not context:
            raise ValueError(f"{kind} lessons already have a player")
        _players[kind] = Player(template, context, grades, styles)
        return context

    return register


def player_for(lesson: Lesson) -> Player:
    """The player of this lesson."""
    return _players.get(lesson.kind, _players[LessonKind.TEXT])


@player(LessonKind.TEXT, template="learning/players/text.html")
def _text(seat: Seat) -> dict[str, Any]:
    return {}


@player(LessonKind.VIDEO, template="learning/players/video.html")
def _video(seat: Seat) -> dict[str, Any]:
    asset = seat.lesson.asset
    person = seat.enrolment.person if seat.enrolment else None
    return {
        "src": media_url(asset, person=person) if asset else "",
        "start": seat.progress.position_seconds if seat.progress and not seat.progress.completed_at else 0,
    }


@player(LessonKind.DOWNLOAD, template="learning/players/download.html")
def _download(seat: Seat) -> dict[str, Any]:
    asset = seat.lesson.asset
    person = seat.enrolment.person if seat.enrolment else None
    return {"href": media_url(asset, person=person) if asset else ""}
