"""What a question of a survey offers to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.materials.models import Asked

MOST_OPTIONS, LONGEST_OPTION = 30, 200


class BadOptions(Refused):
    """Nothing to choose from, or too much."""

    field = "options"
    message = _("Write two to thirty different answers.")


def offered(asked: str, lines: Iterable[str]) -> list[str]:
    """The different answers of a question that offers some, else none; raises BadOptions."""
    if asked not in (Asked.ONE, Asked.MANY):
        return []
    found = list(dict.fromkeys(line.strip()[:LONGEST_OPTION] for line in lines if line.strip()))
    if not 2 <= len(found) <= MOST_OPTIONS:
        raise BadOptions
    return found
