"""Who signs in is known at once: their pages and the checkout cannot wait until the worker has heard of it."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from tenant_apps.accounts.actions import is_proven
from tenant_apps.people.actions import follow_verified_email
from tenant_apps.people.queries import person_of


@receiver(user_logged_in)
def know_who_signs_in(user: Any, **kwargs: Any) -> None:
    """Link a login whose address is proven to its person, where that was not done yet."""
    if person_of(user) is None and is_proven(user):
        follow_verified_email(user=user)
