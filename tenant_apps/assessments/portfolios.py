"""Portfolios as they are seen: by whom, and what of them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from marque.kit.cursors import Page, newest_first
from marque.kit.tenancy.addresses import path_to
from tenant_apps.assessments.actions.portfolios import is_on
from tenant_apps.assessments.models import PieceReport, Portfolio, PortfolioPiece, SeenBy, Submission, Work
from tenant_apps.learning.models import Enrolment
from tenant_apps.people.models import Person

PAGE = 24


@dataclass(frozen=True)
class ShownFile:
    """A file of a piece, under a name that says nothing."""

    work: Work
    name: str
    url: str


@dataclass(frozen=True)
class ShownPiece:
    """A piece with what is shown of its work: files and, if its maker wants it, words. No pins, marks or scores."""

    piece: PortfolioPiece
    files: tuple[ShownFile, ...]
    text: str


def portfolio_at(address: str, viewer: Person | None) -> Portfolio | None:
    """The portfolio at an address, if this viewer may see it."""
    found = Portfolio.objects.filter(address=address).select_related("person").first() if is_on() else None
    return found if found is not None and may_see(found, viewer) else None


def may_see(portfolio: Portfolio, viewer: Person | None) -> bool:
    """Whether a viewer may look."""
    if viewer is not None and viewer.pk == portfolio.person_id:
        return True
    if portfolio.seen_by == SeenBy.MEMBERS:
        return viewer is not None and Enrolment.objects.live().filter(person=viewer).exists()
    return portfolio.seen_by in (SeenBy.LINK, SeenBy.PUBLIC)


def pieces_of(portfolio: Portfolio, *, hidden: bool = False) -> list[ShownPiece]:
    """What is shown of a portfolio, in its order; two queries."""
    rows = portfolio.pieces.kept().select_related("submission").prefetch_related("submission__works")
    shown = rows if hidden else rows.filter(hidden_at=None)
    return [
        ShownPiece(piece, tuple(_files(portfolio, piece)), piece.submission.text if piece.shows_text else "")
        for piece in shown
    ]


def _files(portfolio: Portfolio, piece: PortfolioPiece) -> list[ShownFile]:
    return [
        ShownFile(work, _name(place, work), path_to("portfolios:work", portfolio.address, work.key, _name(place, work)))
        for place, work in enumerate(piece.submission.works.all(), start=1)
    ]


def _name(place: int, work: Work) -> str:
    return quote(f"work-{place}.{str(work.file.name).rpartition('.')[2]}")


def work_in(portfolio: Portfolio, key: str, *, hidden: bool) -> Work | None:
    """A file that is shown in a portfolio."""
    kept = portfolio.pieces.kept()
    pieces = kept if hidden else kept.filter(hidden_at=None)
    return Work.objects.filter(key=key, submission__in=pieces.values("submission")).first()


def public_ones(before: int | None = None) -> Page[Portfolio]:
    """Public portfolios that show something, the newest first."""
    counted = _shown().values("portfolio").annotate(n=Count("pk")).values("n")
    rows = _public().select_related("person").annotate(shows=Subquery(counted))
    return newest_first(rows, before=before, size=PAGE)


def shows_publicly() -> bool:
    """Whether there is anything for everybody to see."""
    return is_on() and _public().exists()


def _public() -> QuerySet[Portfolio]:
    return Portfolio.objects.filter(Exists(_shown()), seen_by=SeenBy.PUBLIC)


def _shown() -> QuerySet[PortfolioPiece]:
    return PortfolioPiece.objects.kept().filter(portfolio=OuterRef("pk"), hidden_at=None).order_by()


def to_choose_from(person: Person) -> QuerySet[Submission]:
    """A learner's handed-in works that their portfolio does not show, the latest first."""
    mine = Submission.objects.filter(enrolment__person=person, submitted_at__isnull=False)
    unshown = mine.exclude(shown_in__portfolio__person=person)
    return unshown.select_related("assignment__lesson__course").order_by("-submitted_at", "-pk")


def reported() -> QuerySet[PieceReport]:
    """What was reported and nobody has settled, longest first."""
    rows = PieceReport.objects.filter(settled_at=None)
    return rows.select_related("piece__portfolio__person", "person").order_by("reported_at", "pk")
