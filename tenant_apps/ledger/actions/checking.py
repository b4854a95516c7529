"""The nightly look at the books: what was found is kept here, and told to the operators."""

from __future__ import annotations

from datetime import datetime, timedelta

from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.settlements import actions as settlements
from tenant_apps.ledger.actions.taking_in import take_in
from tenant_apps.ledger.models import AccountKind, LedgerAccount, LedgerCheck, LedgerTransaction
from tenant_apps.ledger.queries.reconciling import differences, is_ours
from tenant_apps.ledger.queries.verifying import Problem, problems
from tenant_apps.payments.gateways import our_gateway

# nobody's machine keeps a report of these
_BY_HAND = ("manual",)
_REPORT = timedelta(days=2)


def check_books(*, now: datetime) -> LedgerCheck:
    """Prove the books of the current business; raises an alert for operators when they are wrong."""
    return _note("", problems(now=now))


def check_gateways(*, now: datetime) -> list[LedgerCheck]:
    """Compare with each gateway's report of the last two days; a gateway that does not answer is asked next night."""
    used = LedgerAccount.objects.filter(kind=AccountKind.CASH).exclude(gateway__in=_BY_HAND)
    done = []
    for name in sorted(set(used.values_list("gateway", flat=True))):
        since = now - _REPORT
        try:
            report = [one for one in our_gateway(name).movements(since=since, until=now) if is_ours(name, one)]
        except (ProviderError, Refused):
            continue
        take_in(gateway=name, movements=report)
        done.append(_note(name, differences(gateway=name, movements=report, since=since, until=now)))
    return done


def _note(gateway: str, found: list[Problem]) -> LedgerCheck:
    says = [f"{problem.kind} {problem.name}: {problem.says} {problem.do}".strip() for problem in found]
    settlements.note_problems(tenant_id=require_tenant().id, gateway=gateway, problems=says)
    return LedgerCheck.objects.create(
        gateway=gateway, transactions=LedgerTransaction.objects.count(), problems=says[:100]
    )
