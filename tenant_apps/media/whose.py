"""Whose files somebody finds, plays, changes and chooses from: their own and those of their courses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from tenant_apps.accounts.models import Role, User
from tenant_apps.accounts.permissions import has_role
from tenant_apps.media.models import Asset
from tenant_apps.media.models.assets import AssetQuerySet

# what these may do with a file is said by their permissions, not by whose it is
_EVERYBODYS = (Role.OWNER, Role.STAFF, Role.SUPPORT)

Uses = Callable[[Any], QuerySet[Any]]
_uses: list[Uses] = []


def uses_files(reader: Uses) -> Uses:
    """Register which files an author's work in a higher app uses, by their ids."""
    if reader not in _uses:
        _uses.append(reader)
    return reader


def assets_of(user: Any) -> AssetQuerySet:
    """The files of this user: an author's own and those their courses use; the rest of the team's are all."""
    if has_role(user, *_EVERYBODYS):
        return Asset.objects.all()
    if not has_role(user, Role.AUTHOR):
        return Asset.objects.none()
    theirs = Q(added_by=user)
    for reader in _uses:
        theirs |= Q(pk__in=reader(user))
    return Asset.objects.filter(theirs)


def open_to(by: Any) -> AssetQuerySet:
    """The files somebody's work may use. Work without a person was let through when a person asked for it."""
    if not isinstance(by, User):
        return Asset.objects.all()
    # what was begun by somebody who is no author any more is brought to its end
    return assets_of(by) | Asset.objects.filter(added_by=by)
