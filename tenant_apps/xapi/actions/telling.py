"""Statements on their way to the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction

from tenant_apps.webhooks import actions as webhooks
from tenant_apps.webhooks.actions import Told
from tenant_apps.xapi.queries import listening
from tenant_apps.xapi.statements import Speaker, speaker


@transaction.atomic
def tell(*, say: Callable[[Speaker], Iterable[Told | None]]) -> int:
    """Write down what the store of the business is to be told, each statement once; returns how many.

    Where nobody listens nothing is said, at the price of one query.
    """
    store = listening()
    if store is None:
        return 0
    found = [each for each in say(speaker(names_emails=store.names_emails)) if each is not None]
    return webhooks.keep(endpoints=[store.endpoint], told=found)
