"""The watch over domains: thin shells. They need no owner's login, so any worker may do them."""

from typing import Any

from celery import shared_task

from marque.kit import clock
from provisioning.domains.looking import look_at
from shared_apps.integrations.dns import Resolver
from shared_apps.tenants import watching
from shared_apps.tenants.domain import Domain

_PER_ROUND = 200


# these look after domains of all tenants, so they belong to none
@shared_task(name="domains.watch", tenantless=True, by_the_clock=True)
def watch(**_newer: Any) -> None:
    """Hand out the domains whose turn it is; a round that is lost leaves them to the next."""
    for domain_id in watching.take_turn(now=clock.now(), most=_PER_ROUND):
        look.delay(domain_id=domain_id)


@shared_task(name="domains.look", tenantless=True)
def look(*, domain_id: int, **_newer: Any) -> None:
    """Look at one domain's DNS; done twice, it changes nothing more."""
    row = Domain.objects.select_related("tenant").filter(id=domain_id).first()
    if row is not None:
        look_at(row, by="watch", reader=Resolver())
