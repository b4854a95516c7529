"""People who come by a link that was mailed to them alone: an account at once, where their address has none."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from tenant_apps.accounts import actions as accounts
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person


def has_account(email: str) -> bool:
    """Does somebody sign in with this address? Then they do so the usual way."""
    return bool(get_user_model().objects.filter(email__iexact=email.strip()).exists())


@transaction.atomic
def arrive(*, email: str, name: str) -> tuple[Any, Person] | None:
    """The login and person of somebody new whose mailbox opened the link; None where the address has a login."""
    if has_account(email):
        return None
    user = accounts.register(email=email, name=name, verified=True)
    person = people.follow_verified_email(user=user)
    return (user, person) if person is not None else None
