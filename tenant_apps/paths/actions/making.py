"""Making a path and putting it before visitors."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.slugs import free_slug
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import OfferItem
from tenant_apps.paths import approval, freshness
from tenant_apps.paths.actions import order
from tenant_apps.paths.actions.deciding import answer_by_publishing
from tenant_apps.paths.models import Path, PathStep
from tenant_apps.people.models import Person

DETAILS = ("title", "slug", "summary", "description", "image_style", "is_enforced")


class AddressTaken(Refused):
    """Another path lives there."""

    message = _("Another path already has this address. Choose a different one.")
    field = "slug"


class NothingToPublish(Refused):
    """A path nobody could finish."""

    message = _("Add at least one course that is not optional before you publish the path.")


class StillDraft(Refused):
    """Visitors would be sent to a course they cannot see."""

    message = _("“%(title)s” is a draft. Publish the course first, or make it optional.")


class PathInUse(Refused):
    """Somebody's way, or somebody's purchase."""

    message = _("People go along this path, or an offer sells it. Take it back from visitors instead.")


@transaction.atomic
def create_path(*, title: str, author: Person | None = None, by: Any = None) -> Path:
    """Start a path, unpublished, with the product it is sold as, at an address that is free."""
    taken = set(Path.objects.values_list("slug", flat=True))
    key = uuid.uuid4()
    product = catalog.create_product(kind="path", title=title, thing_key=key, by=by)
    slug = free_slug(title, taken, "path")
    return Path.objects.create(key=key, title=title, slug=slug, author=author, product=product)


@transaction.atomic
def update_path(*, path: Path, by: Any = None, **details: Any) -> Path:
    """Change what a path says about itself, and how its courses open.

    Raises AddressTaken, WaitsForItself and SeenOnTheWay.
    """
    if unknown := set(details) - set(DETAILS):
        raise TypeError(f"not a detail of a path: {sorted(unknown)}")
    before = order.lock(path)
    approval.refuse_seen_change(before, by)
    for name, value in details.items():
        setattr(path, name, value)
    try:
        with transaction.atomic():
            path.save(update_fields=list(details))
    except IntegrityError as error:
        raise AddressTaken from error
    if before.title != path.title:
        catalog.create_product(kind="path", title=path.title, thing_key=path.key, by=by)
    if before.is_enforced != path.is_enforced:
        order.changed(path)
    freshness.path_changed()
    return path


@transaction.atomic
def publish_path(*, path: Path, by: Any = None, now: datetime | None = None) -> Path:
    """Show the path to visitors, and answer who asked for it. Twice changes nothing.

    Raises NeedsApproval, NothingToPublish and StillDraft.
    """
    approval.refuse_unapproved(by)
    check_finished(order.lock(path))
    _show(path, True)
    answer_by_publishing(path, by, now)
    return path


def check_finished(path: Path) -> None:
    """Raise NothingToPublish and StillDraft for a path that visitors could not go along."""
    needed = PathStep.objects.filter(path=path, is_optional=False).select_related("course")
    if not needed:
        raise NothingToPublish
    if draft := next((step.course for step in needed if not step.course.is_published), None):
        raise StillDraft(title=draft.title)


@transaction.atomic
def unpublish_path(*, path: Path, by: Any = None) -> Path:
    """Take the path back from visitors; whoever goes along it keeps it."""
    _show(path, False)
    return path


@transaction.atomic
def delete_path(*, path: Path, by: Any = None) -> None:
    """Remove a path nobody is on and nothing sells; raises PathInUse."""
    held = order.lock(path)
    is_sold = OfferItem.objects.filter(product=held.product_id).exists()
    if is_sold or held.places.exists() or held.product.entitlements.exists():
        raise PathInUse
    product = held.product
    held.delete()
    product.delete()
    freshness.path_changed()


def _show(path: Path, on: bool) -> None:
    at = clock_now() if on else None
    if Path.objects.filter(pk=path.pk, published_at__isnull=on).update(published_at=at):
        path.published_at = at
        freshness.path_changed()
