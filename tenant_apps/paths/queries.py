"""Reads on paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from tenant_apps.catalog.models import Product
from tenant_apps.courses.models import Course
from tenant_apps.paths.models import Path, PathPlace, PathQuerySet, PathStep
from tenant_apps.people.models import Person


def published_paths() -> PathQuerySet:
    """The ones a visitor may see, newest first, with how many courses each has."""
    shown = Count("steps", filter=Q(steps__course__published_at__isnull=False))
    return Path.objects.published().annotate(courses=shown).order_by("-published_at", "-pk")


def counted(paths: PathQuerySet) -> PathQuerySet:
    """Paths as the Studio lists them: how many courses each has, how many go along it and how many arrived."""
    there = PathPlace.objects.live().filter(path=OuterRef("pk")).order_by().values("path")
    return paths.annotate(
        courses=Count("steps"),
        going=Coalesce(Subquery(there.annotate(n=Count("pk")).values("n")), 0),
        arrived=Coalesce(Subquery(there.annotate(n=Count("completed_at")).values("n")), 0),
    ).order_by("-created_at", "-pk")


def path_for_product(product: Product) -> Path | None:
    """The path this product sells."""
    return Path.objects.filter(product=product).first()


def steps_of(path: Path) -> list[PathStep]:
    """Its courses in order, with their products."""
    return list(path.steps.select_related("course__product").order_by("position"))


def with_before(steps: Iterable[PathStep]) -> Iterator[tuple[PathStep, Course | None]]:
    """Each step with the course it opens after: the nearest one before that is not optional."""
    before: Course | None = None
    for step in steps:
        yield step, before
        if not step.is_optional:
            before = step.course


def place_on(person: Person | None, path: Path) -> PathPlace | None:
    """A person's live place on a path."""
    if person is None:
        return None
    return PathPlace.objects.live().filter(person=person, path=path).select_related("path", "person").first()


def places_of(person: Person) -> list[PathPlace]:
    """The paths a person goes along, those not finished first."""
    found = PathPlace.objects.live().filter(person=person).select_related("path", "person")
    return sorted(found, key=lambda place: (place.completed_at is not None, -place.pk))
