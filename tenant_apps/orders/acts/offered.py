"""Every act under its address, and which of them are on offer now."""

from __future__ import annotations

from tenant_apps.orders.acts.act import Act
from tenant_apps.orders.acts.ending import CONTINUATION, ENDING
from tenant_apps.orders.acts.pausing import PAUSE, RESUMPTION
from tenant_apps.orders.acts.plans import PLAN
from tenant_apps.orders.acts.rest import REST
from tenant_apps.orders.acts.seats import SEATS
from tenant_apps.orders.models import Subscription

ACTS = {act.name: act for act in (REST, RESUMPTION, CONTINUATION, PLAN, SEATS, PAUSE, ENDING)}


def acts_for(held: Subscription, *, by_business: bool = False) -> list[Act]:
    """What is on offer now. A plan of instalments is not the buyer's to end: it is a price in parts."""
    offered = [act for act in ACTS.values() if act.offered(held)]
    if held.instalments and not by_business:
        return [act for act in offered if act.name != "ending"]
    return offered
