"""Who stands in the list of those with the most points."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from tenant_apps.people.models import Person
from tenant_apps.points.models import PointTotal
from tenant_apps.points.queries import point_rules


class BoardClosed(Refused):
    """The business shows no list."""

    message = _("There is no list at the moment.")


@transaction.atomic
def leave_board(*, person: Person, now: datetime | None = None) -> None:
    """Show a person to nobody, from now on and whatever they earn; points go on. Twice changes nothing."""
    PointTotal.objects.get_or_create(person=person)
    PointTotal.objects.filter(person=person, left_board_at=None).update(left_board_at=now or clock.now())


@transaction.atomic
def join_board(*, person: Person, name: str = "") -> None:
    """Show a person again, under a name of their choice or their first one; raises BoardClosed."""
    if not point_rules().board_since:
        raise BoardClosed
    PointTotal.objects.update_or_create(
        person=person, defaults={"left_board_at": None, "board_name": " ".join(name.split())[:40]}
    )
