"""Whose wallet a call is about."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.people.models import Person


class UnknownOwner(Refused):
    """Somebody the business does not know."""

    field = "person"
    message = _("There is no such person.")


def owner_of(key: UUID | None) -> Person | None:
    """The person of that key; none is the business itself. Raises UnknownOwner."""
    if key is None:
        return None
    person = Person.objects.filter(key=key).first()
    if person is None:
        raise UnknownOwner
    return person
