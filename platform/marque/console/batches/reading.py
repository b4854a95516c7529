"""Payouts as their businesses have them, and what keeps each out of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from marque.kit.money import Money
from marque.kit.tenancy.context import enter
from shared_apps.integrations.sepa.numbers import is_bic, is_iban
from shared_apps.settlements.models import BatchForm
from shared_apps.tenants.models import Tenant
from tenant_apps.ledger.banks import Bank, bank_of
from tenant_apps.ledger.merchant import platform_collects
from tenant_apps.ledger.models import Payout, PayoutHold, PayoutMethod
from tenant_apps.ledger.models.payout_accounts import masked

# what a bank takes in one transfer (EPC132-08): eleven digits with two decimals
_MOST = 10**11


class Named(Protocol):
    """What names a payout of some business."""

    tenant_id: UUID
    payout_key: UUID


@dataclass(frozen=True)
class Found:
    """A payout with where it goes, or with what is wrong."""

    key: UUID
    business: str
    problem: str = ""
    code: str = ""
    money: Money | None = None
    holder: str = ""
    bank: Bank = Bank()


def look_at(rows: Iterable[Named], *, form: str) -> dict[UUID, Found]:
    """Every payout as it is now, by its key. Whoever is about to pay one of them another way is waited for."""
    by_tenant: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        by_tenant[row.tenant_id].append(row.payout_key)
    tenants = Tenant.objects.prefetch_related("domains").in_bulk(by_tenant)
    found: dict[UUID, Found] = {}
    for tenant_id, keys in sorted(by_tenant.items(), key=str):
        found |= {each.key: each for each in _in_one(tenants.get(tenant_id), keys, form)}
    return found


def _in_one(tenant: Tenant | None, keys: list[UUID], form: str) -> Iterator[Found]:
    closed = _closed(tenant)
    if tenant is None or closed:
        name = tenant.name if tenant else ""
        yield from (Found(key, name, closed) for key in keys)
        return
    with enter(tenant.as_current()), transaction.atomic():
        if not platform_collects():
            says = _("The business collects its own sales now, and pays by itself.")
            yield from (Found(key, tenant.name, says) for key in keys)
            return
        rows = Payout.objects.select_for_update(of=("self",)).select_related("account", "batch")
        payouts = {payout.key: payout for payout in rows.filter(key__in=keys).order_by("pk")}
        held = {hold.person_id: hold.reason for hold in PayoutHold.objects.filter(lifted_at=None)}
        for key in keys:
            yield _found(key, tenant.name, payouts.get(key), held, form)


def _closed(tenant: Tenant | None) -> str:
    if tenant is None:
        return _("The business is gone.")
    if tenant.state != Tenant.State.ACTIVE:
        return _("%(name)s is not open: %(state)s.") % {"name": tenant.name, "state": tenant.state}
    return _("%(name)s is in maintenance.") % {"name": tenant.name} if tenant.maintenance_since else ""


def _found(key: UUID, business: str, payout: Payout | None, held: dict[int | None, str], form: str) -> Found:
    if payout is None:
        return Found(key, business, _("It is not in the books of the business any more."))
    bank = bank_of(payout.account)
    problem = _decided(payout, held) or _unpayable(payout, bank, form)
    return Found(key, business, problem, payout.code, payout.money, payout.account.holder, bank)


def _decided(payout: Payout, held: dict[int | None, str]) -> str:
    if payout.paid_at or payout.returned_at or payout.approved_at is None:
        return _("It is not approved and open: %(state)s.") % {"state": payout.state.label}
    if payout.batch is not None:
        return _("It is in the business's own file %(code)s.") % {"code": payout.batch.code}
    if payout.person_id in held:
        return _("Payouts are on hold: %(reason)s") % {"reason": held[payout.person_id]}
    return ""


def _unpayable(payout: Payout, bank: Bank, form: str) -> str:
    if payout.account.method != PayoutMethod.MANUAL:
        return _("It is not paid by bank transfer.")
    if not bank:
        return _("No bank account is known any more. Its owner has to write it down again.")
    if bank.iban and not is_iban(bank.iban):
        return _("The IBAN %(iban)s is not valid.") % {"iban": masked(bank.iban)}
    if bank.bic and not is_bic(bank.bic):
        return _("The BIC %(bic)s is not valid.") % {"bic": bank.bic}
    if form == BatchForm.SEPA and not bank.iban:
        return _("The IBAN is missing: only other bank details are known. Put it into a CSV.")
    if form == BatchForm.SEPA and payout.amount >= _MOST:
        return _("The amount is more than SEPA takes in one transfer.")
    return ""
