"""Work on the books that nobody waits for."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from marque.kit import clock
from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.ledger import actions
from tenant_apps.payments.actions import look_again
from tenant_apps.payments.models import GatewayConnection

# facts of the last minutes are on their way
_LATE = timedelta(minutes=15)


@shared_task(name="ledger.tidy", by_the_clock=True)
def tidy(**_newer: object) -> None:
    """Post what no fact told, release what is due, ask for scheduled payouts, ask silent ways again."""
    now = clock.now()
    actions.catch_up(before=now - _LATE)
    actions.seal_accounts()
    actions.release_due(now=now)
    actions.return_lost_fees()
    actions.request_scheduled(now=now)
    actions.send_waiting(now=now)


@shared_task(name="ledger.look_at_account")
def look_at_account(*, reference: str, **_newer: object) -> None:
    """Ask how an account at a gateway stands that told of a change: the business's own, or somebody's it pays."""
    for connection in GatewayConnection.objects.filter(account=reference, sealed_keys=""):
        look_again(connection=connection)
    actions.look_at_accounts(reference=reference)


@shared_task(name="ledger.check", by_the_clock=True)
def check(**_newer: object) -> None:
    """Prove the books of this business, and compare them with its gateways'."""
    now = clock.now()
    actions.catch_up(before=now - _LATE)
    actions.check_books(now=now)
    actions.check_gateways(now=now)


@shared_task(name="ledger.tidy_everywhere", tenantless=True)
def tidy_everywhere(**_newer: object) -> None:
    """Send `ledger.tidy` to every tenant."""
    send_to_all(tidy)


@shared_task(name="ledger.check_everywhere", tenantless=True)
def check_everywhere(**_newer: object) -> None:
    """Send `ledger.check` to every tenant."""
    send_to_all(check)
