"""How a lesson of each kind is shown. Higher apps add kinds of their own: `@player("quiz", template=…)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.learning.actions import percent_watched
from tenant_apps.learning.models import Angle, BlockProgress, Enrolment, FilmTerms, LessonProgress
from tenant_apps.learning.reporting import report_url
from tenant_apps.media.pages import page_urls
from tenant_apps.media.playing import showing
from tenant_apps.media.signing import media_url

Context = Callable[["Seat"], dict[str, Any]]


@dataclass(frozen=True)
class Seat:
    """Who looks at which lesson; a free preview has no enrolment."""

    lesson: Lesson
    enrolment: Enrolment | None
    progress: LessonProgress | None
    # a form on the page that could not be taken, as it was sent
    again: dict[str, Any] = field(default_factory=dict)
    # what they saw of the films on its page, by the numbers of their blocks
    films: dict[int, BlockProgress] = field(default_factory=dict)


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
    person = seat.enrolment.person if seat.enrolment else None
    angles = Angle.objects.filter(lesson=seat.lesson).select_related("asset__film")
    shown = [(angle.label, showing(angle.asset, person=person)) for angle in angles]
    # other cameras are changed within one player of ours: a film at a host has none, and is none
    angles_here = [[label, film.src, film.stream] for label, film in shown if film.src]
    return _recording(seat) | {"angles": angles_here}


@player(LessonKind.AUDIO, template="learning/players/audio.html", styles="css/pages/materials.css")
def _recording(seat: Seat) -> dict[str, Any]:
    asset = seat.lesson.asset
    person = seat.enrolment.person if seat.enrolment else None
    if asset is None:
        return {"film": None}
    terms = FilmTerms.objects.filter(lesson=seat.lesson).first()
    film = showing(asset, person=person)
    if asset.is_elsewhere and film.playback is None:
        return {"film": None}
    return {
        "film": film,
        "sources": film.playback.sources if film.playback else {},
        "start": seat.progress.position_seconds if seat.progress and not seat.progress.completed_at else 0,
        "report": report_url(seat.progress) if seat.progress else "",
        "viewer": f"{person.name} · {person.email}" if person and terms and terms.names_viewer else "",
        "least": terms.least_percent if terms and seat.progress and not seat.progress.completed_at else None,
        "seen": percent_watched(seat.lesson, seat.progress),
    }


@player(LessonKind.DOWNLOAD, template="learning/players/download.html")
def _download(seat: Seat) -> dict[str, Any]:
    return {"href": _address(seat)}


@player(LessonKind.PDF, template="learning/players/pdf.html", styles="css/pages/materials.css")
@player(LessonKind.SLIDES, template="learning/players/slides.html", styles="css/pages/materials.css")
def _pages(seat: Seat) -> dict[str, Any]:
    asset = seat.lesson.asset
    person = seat.enrolment.person if seat.enrolment else None
    if asset is None:
        return {"pages": [], "href": ""}
    return {"pages": page_urls(asset, person=person), "href": media_url(asset, person=person)}


@player(LessonKind.IMAGE, template="learning/players/image.html")
def _image(seat: Seat) -> dict[str, Any]:
    return {"src": _address(seat)}


def _address(seat: Seat) -> str:
    asset = seat.lesson.asset
    person = seat.enrolment.person if seat.enrolment else None
    return media_url(asset, person=person) if asset else ""
