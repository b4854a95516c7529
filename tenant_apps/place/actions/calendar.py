"""The address of a learner's calendar."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from tenant_apps.people.models import Person
from tenant_apps.place.models import CalendarAddress


def make_address(*, person: Person) -> CalendarAddress:
    """The person's calendar address, made on first asking."""
    found, _made = CalendarAddress.objects.get_or_create(person=person)
    return found


@transaction.atomic
def make_new_address(*, person: Person, by: Person) -> CalendarAddress:
    """Another address; the one before leads nowhere from now on."""
    address = make_address(person=person)
    CalendarAddress.objects.filter(pk=address.pk).update(number=F("number") + 1)
    address.refresh_from_db()
    return address
