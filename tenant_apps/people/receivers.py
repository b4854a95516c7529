"""Who signs in is known at once: their pages and the checkout cannot wait until the worker has heard of it."""

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db import DatabaseError
from django.dispatch import receiver

from tenant_apps.accounts.actions import is_proven
from tenant_apps.people.actions import follow_verified_email
from tenant_apps.people.queries import person_of

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def know_who_signs_in(user: Any, **kwargs: Any) -> None:
    """Link a login whose address is proven to its person, where that was not done yet."""
    if person_of(user) is not None or not is_proven(user):
        return
    try:
        follow_verified_email(user=user)
    except DatabaseError:
        # somebody else holds the row: the worker comes to it, and nobody is turned away for that
        logger.exception("A login was not linked to its person yet.")
