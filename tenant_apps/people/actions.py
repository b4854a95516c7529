"""The writes on people."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from shared_apps.plans.errors import LimitReached
from shared_apps.plans.limits import require_room
from tenant_apps.people.events import AccountLinked, PersonMet
from tenant_apps.people.models import Person


class EmailMissing(Refused):
    """Nobody can be met without an email."""

    message = _("Type an email address.")


class NoNewMembers(Refused):
    """The plan of the business is full."""

    message = _("No new members can be let in at the moment. Write to us, and we will make room.")


class AlreadyLinked(Refused):
    """The person belongs to another account."""

    message = _("This person already signs in with another account.")


@transaction.atomic
def meet(*, email: str, name: str = "", user: Any = None) -> Person:
    """The person with this email, made on first meeting. Never blanks or replaces a name they gave."""
    email = email.strip().lower()
    if not email:
        raise EmailMissing
    name = _name(name)
    person, new = Person.objects.get_or_create(email=email, defaults={"name": name})
    if new:
        publish(PersonMet(person_id=person.pk))
    elif name and not person.name:
        person.name = name
        person.save(update_fields=["name"])
    if user is not None:
        person = link_account(person=person, user=user)
    return person


def make_room(*, email: str) -> None:
    """Let one more person be met, by a creator's hand; raises LimitReached. Who is known needs no room.

    Whoever pays is always let in: a plan that is full never costs a sale.
    """
    if not Person.objects.filter(email=email.strip().lower()).exists():
        require_room("members")


def make_room_for_guest(*, email: str) -> None:
    """The same where somebody comes by themselves; raises NoNewMembers, which names no plan."""
    try:
        make_room(email=email)
    except LimitReached as full:
        raise NoNewMembers from full


@transaction.atomic
def link_account(*, person: Person, user: Any) -> Person:
    """Let the person sign in as this user. Calling it twice changes nothing."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id == user.pk:
        return person
    if person.user_id is not None or Person.objects.filter(user=user).exists():
        raise AlreadyLinked
    person.user = user
    if not person.name and user.name:
        person.name = _name(user.name)
    person.save(update_fields=["user", "name"])
    publish(AccountLinked(person_id=person.pk, user_id=user.pk))
    return person


@transaction.atomic
def change_profile(*, person: Person, name: str, time_zone: str, language: str, by: Any = None) -> Person:
    """What a person says about themselves."""
    person.name, person.time_zone, person.language = name.strip(), time_zone, language
    person.save(update_fields=["name", "time_zone", "language"])
    return person


@transaction.atomic
def follow_verified_email(*, user: Any) -> Person | None:
    """Link a user to the person their verified address belongs to; one who moved to a new address takes it along."""
    person = Person.objects.select_for_update().filter(user=user).first()
    if person is None:
        return _linked(user)
    email = user.email.strip().lower()
    if person.email != email and not Person.objects.known_as(email).exists():
        person.email = email
        person.save(update_fields=["email"])
    return person


def _linked(user: Any) -> Person | None:
    person = meet(email=user.email, name=user.name)
    # somebody who moved away from this address still is the person it was met as
    return person if person.user_id else link_account(person=person, user=user)


def _name(words: str) -> str:
    """A login of the team's may have a longer name than a person, whose name is on orders and certificates."""
    return words.strip()[: Person._meta.get_field("name").max_length].strip()
