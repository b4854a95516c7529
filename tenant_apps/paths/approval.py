"""What an author changes on a path by themselves, where the business looks first (ADR 52)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.courses.approval import NeedsApproval, needs_approval
from tenant_apps.paths.models import Path


class SeenOnTheWay(Refused):
    """What people read and get is changed by those who look."""

    message = _("People see this path already, and changes are looked at first. Ask the owner of the business.")


def refuse_unapproved(by: Any) -> None:
    """Stop somebody from showing a path nobody looked at; raises NeedsApproval."""
    if needs_approval(by):
        raise NeedsApproval


def refuse_seen_change(path: Path, by: Any) -> None:
    """Stop a change of what visitors read and members get; its order stays the author's. Raises SeenOnTheWay."""
    if needs_approval(by) and (path.is_published or path.places.live().exists()):
        raise SeenOnTheWay
