"""Who stands at the door of a gift or a team: signed in, or new and come by a mailed link."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest

from tenant_apps.accounts.actions import is_proven
from tenant_apps.orders.actions.arriving import arrive
from tenant_apps.people.actions import follow_verified_email
from tenant_apps.people.models import Person
from tenant_apps.people.queries import person_for_request

ALLAUTH = "allauth.account.auth_backends.AuthenticationBackend"


def arrived(request: HttpRequest, *, email: str = "", name: str = "") -> Person | None:
    """The person to give it to. With an email, the link was mailed there alone: somebody new is let in at once."""
    if request.user.is_authenticated:
        found = person_for_request(request)
        if found is None and is_proven(request.user):
            found = follow_verified_email(user=request.user)
        return found
    came = arrive(email=email, name=name) if email else None
    if came is None:
        return None
    user, person = came
    login(request, user, backend=ALLAUTH)
    return person
