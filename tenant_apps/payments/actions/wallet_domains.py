"""Bringing a gateway's list of domains to what the business has: written down first, told then, until it holds."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from marque.kit import clock
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import PaymentGateway
from shared_apps.integrations.ports.wallet_domains import WalletDomains, wallet_domains
from shared_apps.operations.audit import record
from shared_apps.tenants.domain import Domain
from tenant_apps.payments.gateways import NotConnected, open_gateways
from tenant_apps.payments.models import WalletDomain

AT_ONCE = 5
# after that its owner asks again, once they have mended what the gateway said
_WAITS = (timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=2), timedelta(hours=12), timedelta(days=1))
_LEASE = timedelta(minutes=5)
_MOST_TRIES = 12


def follow_domains(*, now: datetime) -> int:
    """Register domains that lead here, switch off those that no longer do; how many were told to a gateway.

    A worker that dies in between leaves its row due: the next one goes on. Nothing happens in a copy in safe mode.
    """
    listed = {(gateway.name, gateway.account): gateway for gateway in _listing()}
    if not listed and not WalletDomain.objects.exists():
        return 0
    _write_down(listed, now)
    told = 0
    for row in _take_turn(now):
        gateway = listed.get((row.gateway, row.account))
        registry = wallet_domains(gateway) if gateway else None
        if registry is not None:
            _tell(row, registry)
            told += 1
    return told


def try_again(*, domain: WalletDomain, by: str) -> WalletDomain:
    """Ask about a domain once more, at once."""
    domain.tries, domain.try_at = 0, clock.now()
    domain.save(update_fields=["tries", "try_at"])
    tenant = require_tenant()
    data = {"gateway": domain.gateway, "domain": domain.domain}
    record(by=by, action="payments.wallet_domain", target=tenant.slug, tenant_id=tenant.id, data=data)
    follow_domains(now=clock.now())
    return WalletDomain.objects.get(pk=domain.pk)


def _listing() -> list[PaymentGateway]:
    """Gateways in use that want to know of domains."""
    try:
        return [] if require_tenant().safe_mode else [each for each in open_gateways() if wallet_domains(each)]
    except (NotConnected, ProviderError):
        return []


def _leading() -> set[str]:
    """Where the checkout is, and will be: every domain that leads here, but for names of this machine."""
    rows = Domain.objects.held().filter(tenant_id=require_tenant().id)
    return {row.domain for row in rows if row.leads_here and not row.domain.endswith(".localhost")}


@transaction.atomic
def _write_down(listed: dict[tuple[str, str], PaymentGateway], now: datetime) -> None:
    leading = _leading() if listed else set()
    missing = {(*place, domain) for place in listed for domain in leading}
    for row in WalletDomain.objects.select_for_update().order_by("pk"):
        missing.discard((row.gateway, row.account, row.domain))
        if (row.gateway, row.account) not in listed:
            row.delete()  # with the account its list is out of reach
        elif (row.domain in leading) is (row.gone_at is not None):
            row.gone_at, row.tries, row.try_at = None if row.gone_at else now, 0, now
            row.save(update_fields=["gone_at", "tries", "try_at"])
    for gateway, account, domain in sorted(missing):
        WalletDomain.objects.get_or_create(gateway=gateway, account=account, domain=domain, defaults={"try_at": now})


@transaction.atomic
def _take_turn(now: datetime) -> list[WalletDomain]:
    rows = list(WalletDomain.objects.due(now).select_for_update(skip_locked=True)[:AT_ONCE])
    for row in rows:
        row.tries, row.try_at = row.tries + 1, now + _LEASE
        row.save(update_fields=["tries", "try_at"])
    return rows


def _tell(row: WalletDomain, registry: WalletDomains) -> None:
    try:
        if row.gone_at:
            if row.reference:
                registry.disable(row.reference)
            row.delete()
            return
        found = registry.register(row.domain)
    except ProviderError as error:
        _note(row, problem=error.message)
        return
    row.reference, row.registered_at = found.reference, row.registered_at or clock.now()
    _note(row, problem=found.problem)


def _note(row: WalletDomain, *, problem: str) -> None:
    row.problem, row.try_at = problem[:500], _next_try(row) if problem else None
    # whoever took the domain away meanwhile is heard: their word is not written over
    WalletDomain.objects.filter(pk=row.pk, gone_at=row.gone_at).update(
        problem=row.problem, try_at=row.try_at, reference=row.reference, registered_at=row.registered_at
    )


def _next_try(row: WalletDomain) -> datetime | None:
    wait = _WAITS[min(row.tries, len(_WAITS)) - 1]
    return clock.now() + wait if row.tries < _MOST_TRIES else None
