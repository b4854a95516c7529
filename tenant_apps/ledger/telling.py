"""Emails about payouts, and what gateways tell of money that is no payment."""

from marque.kit.facts.registry import subscribe
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.payments import FactKind
from shared_apps.settlements import actions as settlements
from tenant_apps.ledger import actions, letters
from tenant_apps.ledger.events import PayoutApproved, PayoutPaid, PayoutRequested, PayoutReturned
from tenant_apps.ledger.models import Payout, PayoutMethod
from tenant_apps.ledger.tasks import look_at_account
from tenant_apps.orders.events import GatewayReported, SurplusReturned
from tenant_apps.orders.models import GatewayEvent


@subscribe(PayoutRequested)
def write_of_the_request(fact: PayoutRequested) -> None:
    """To whoever asked, and to whoever decides."""
    letters.tell_of_request(_payout(fact.payout_id))


@subscribe(PayoutApproved)
def write_of_the_approval(fact: PayoutApproved) -> None:
    """It is on its way."""
    letters.tell_of_approval(_payout(fact.payout_id))


@subscribe(PayoutPaid)
def write_of_the_payment(fact: PayoutPaid) -> None:
    """With the statement; one that came back meanwhile says so itself."""
    payout = _payout(fact.payout_id)
    if payout.paid_at:
        letters.tell_of_payment(payout)


@subscribe(PayoutReturned)
def write_of_the_return(fact: PayoutReturned) -> None:
    """Why, and where the money is."""
    letters.tell_of_return(_payout(fact.payout_id))


@subscribe(GatewayReported)
def follow_the_gateway(fact: GatewayReported) -> None:
    """A transfer that came back, a payout the bank refused, an account that changed."""
    event = GatewayEvent.objects.get(pk=fact.event_id)
    if event.kind == FactKind.TRANSFER_RETURNED:
        _came_back(event)
    elif event.kind == FactKind.PAYOUT_FAILED:
        _bank_refused(event)
    elif event.kind == FactKind.ACCOUNT_CHANGED:
        # without a queue this fails, and the fact is delivered again: no sweep looks at accounts
        look_at_account.delay(reference=event.reference)


@subscribe(SurplusReturned)
def tell_of_the_surplus(fact: SurplusReturned) -> None:
    """It is in no order's figures, so nobody would see it."""
    event = GatewayEvent.objects.get(pk=fact.event_id)
    words = event.money.format(cents=True)
    problem = f"refund {event.subject}: {words} that a buyer paid twice could not be given back. {event.reason}"
    _alert(event, problem.strip(), about="refunds")


def _came_back(event: GatewayEvent) -> None:
    for payout in Payout.objects.filter(account__method=PayoutMethod.STRIPE, reference=event.reference):
        reason = event.reason or "The transfer was taken back."
        payout = actions.take_back(payout=payout, back=event.money, reason=reason, by=event.gateway)
        words = event.money.format(cents=True)
        _alert(event, f"payout {payout.code}: {words} of the transfer {event.reference} came back. {reason}")
        if payout.paid_at:
            letters.tell_of_part(payout)


def _bank_refused(event: GatewayEvent) -> None:
    """The gateway could not pay the bank: owners and operators have to look, no share of anybody has moved."""
    letters.tell_of_refusal(event)
    words = event.money.format(cents=True)
    _alert(event, f"payout {event.reference}: the bank refused {words}. {event.reason}".strip())


def _alert(event: GatewayEvent, problem: str, *, about: str = "payouts") -> None:
    settlements.note_problem(tenant_id=require_tenant().id, gateway=f"{event.gateway}: {about}", problem=problem)


def _payout(pk: int) -> Payout:
    return Payout.objects.select_related("person", "account").get(pk=pk)
