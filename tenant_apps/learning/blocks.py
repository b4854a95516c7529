"""How each kind of block is shown on a lesson's page. Higher apps add theirs: `@block("code", template=…)`.

Blocks are shown by the players' templates: a block has a title and a file as a lesson has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tenant_apps.courses.blocks import rows_of
from tenant_apps.courses.models import BlockKind, LessonBlock
from tenant_apps.learning.actions import percent_of_block
from tenant_apps.learning.models import FilmTerms
from tenant_apps.learning.players import Seat
from tenant_apps.learning.reporting import report_url
from tenant_apps.media.pages import page_urls
from tenant_apps.media.playing import showing
from tenant_apps.media.signing import media_url

# none of it where the lesson itself shows the same
Context = Callable[[LessonBlock, Seat], dict[str, Any] | None]
STYLES = "css/pages/materials.css"


@dataclass(frozen=True)
class Drawn:
    """A block as a learner meets it."""

    block: LessonBlock
    template: str
    context: dict[str, Any]
    styles: str = ""


@dataclass(frozen=True)
class Around:
    """What stands before and after what the lesson is."""

    before: list[Drawn] = field(default_factory=list)
    after: list[Drawn] = field(default_factory=list)

    @property
    def all(self) -> list[Drawn]:
        """In order."""
        return [*self.before, *self.after]

    @property
    def styles(self) -> set[str]:
        """Sheets they need."""
        return {one.styles for one in self.all if one.styles}

    @property
    def sources(self) -> dict[str, list[str]]:
        """What of other sites they show, as a policy names it."""
        found: dict[str, list[str]] = {}
        for one in self.all:
            for name, hosts in one.context.get("sources", {}).items():
                found.setdefault(name, []).extend(hosts)
        return found


@dataclass(frozen=True)
class _Way:
    template: str
    context: Context
    styles: str


_ways: dict[str, _Way] = {}


def block(kind: str, *, template: str, styles: str = "") -> Callable[[Context], Context]:
    """Register how a kind of block is shown. One owner per kind."""

    def register(context: Context) -> Context:
        owner = _ways.get(kind)
        if owner is not None and owner.context is not context:
            raise ValueError(f"{kind} blocks are shown already")
        _ways[kind] = _Way(template, context, styles)
        return context

    return register


def around(seat: Seat) -> Around:
    """The blocks of a lesson; without one that says where the lesson stands, it stands first."""
    blocks = rows_of(seat.lesson)
    own = next((at for at, one in enumerate(blocks) if one.kind == BlockKind.OWN), -1)
    return Around(_drawn(blocks[: max(own, 0)], seat), _drawn(blocks[own + 1 :], seat))


def _drawn(blocks: Iterable[LessonBlock], seat: Seat) -> list[Drawn]:
    ways = [(one, _ways[one.kind]) for one in blocks if one.kind in _ways]
    drawn = ((one, way, way.context(one, seat)) for one, way in ways)
    return [Drawn(one, way.template, held, way.styles) for one, way, held in drawn if held is not None]


def _person(seat: Seat) -> Any:
    return seat.enrolment.person if seat.enrolment else None


@block(BlockKind.TEXT, template="learning/blocks/text.html")
def _text(block: LessonBlock, seat: Seat) -> dict[str, Any]:
    return {}


@block(BlockKind.IMAGE, template="learning/blocks/image.html")
def _image(block: LessonBlock, seat: Seat) -> dict[str, Any]:
    return {"src": media_url(block.asset, person=_person(seat))} if block.asset else {}


@block(BlockKind.DOWNLOAD, template="learning/players/download.html")
def _download(block: LessonBlock, seat: Seat) -> dict[str, Any]:
    return {"href": media_url(block.asset, person=_person(seat)) if block.asset else ""}


@block(BlockKind.SLIDES, template="learning/players/slides.html", styles=STYLES)
@block(BlockKind.PDF, template="learning/players/pdf.html", styles=STYLES)
def _pdf(block: LessonBlock, seat: Seat) -> dict[str, Any]:
    pages = page_urls(block.asset, person=_person(seat)) if block.asset else []
    return _download(block, seat) | {"pages": pages}


@block(BlockKind.AUDIO, template="learning/players/audio.html", styles=STYLES)
@block(BlockKind.VIDEO, template="learning/players/video.html")
def _recording(block: LessonBlock, seat: Seat) -> dict[str, Any]:
    person = _person(seat)
    shown = _watched(block, seat) | {"viewer": "", "angles": [], "film": None}
    film = showing(block.asset, person=person) if block.asset else None
    if film is None or block.asset is None or (block.asset.is_elsewhere and film.playback is None):
        return shown
    names_viewer = person and FilmTerms.objects.filter(lesson=seat.lesson, names_viewer=True).exists()
    viewer = f"{person.name} · {person.email}" if names_viewer else ""
    return shown | {"film": film, "viewer": viewer, "sources": film.playback.sources if film.playback else {}}


def _watched(block: LessonBlock, seat: Seat) -> dict[str, Any]:
    """Where this learner goes on, and what is asked of them until the lesson is done."""
    row = seat.films.get(block.pk)
    shown = {"start": 0, "report": "", "part": block.key, "least": None, "seen": 0}
    if row is None or seat.progress is None:
        return shown
    least = None if seat.progress.completed_at else block.least_percent
    seen = percent_of_block(block, row)
    return shown | {"start": row.position_seconds, "report": report_url(row), "least": least, "seen": seen}
