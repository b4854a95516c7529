"""Approved payouts of businesses the platform collects for."""

from uuid import uuid4

from marque.kit.facts.sweep import deliver_pending
from marque.kit.money import Money
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.actions import Leg, Pot
from tenant_apps.ledger.models import Payout, PayoutAccount, Posting
from tenant_apps.payments.models import MerchantModel, PaymentSettings
from tests.tenant_apps.ledger.factories import somebody

IBAN = "DE89370400440532013000"


def approved(tenant: CurrentTenant, name: str, amount: int = 6_000, currency: str = "EUR", **account: str) -> Payout:
    """So much for somebody there, approved by an operator and known to all of them."""
    with enter(tenant):
        PaymentSettings.objects.update_or_create(name="default", defaults={"merchant": MerchantModel.PLATFORM})
        person = somebody(name)
        legs = [Leg(Pot("cash", gateway="sandbox"), amount), Leg(Pot("author", person.pk), -amount)]
        ledger.post(kind=Posting.ADJUSTMENT, source=f"adjustment:{uuid4()}", currency=currency, legs=legs)
        ledger.save_payout_account(person=person, currency=currency, holder=name, **(account or {"iban": IBAN}))
        payout = ledger.request_payout(person=person, money=Money(amount, currency), request_key=uuid4(), by="tests")
        ledger.approve_payout(payout=payout, by="olu@example.com", operator=True)
        deliver_pending()
    return payout


def with_number(payout: Payout, iban: str) -> None:
    """As if it had been written down before numbers were checked, or typed over."""
    PayoutAccount.objects.filter(pk=payout.account_id).update(sealed_bank="", iban=iban, details="")


def written(tenant: CurrentTenant, *payouts: Payout) -> list[tuple[str, int, int]]:
    """Of each payout: its state, how often it is paid and how often returned in the books."""
    with enter(tenant):
        rows = [Payout.objects.get(pk=payout.pk) for payout in payouts]
        return [
            (
                row.state.value,
                row.transactions.filter(kind=Posting.PAYOUT_PAID).count(),
                row.transactions.filter(kind=Posting.PAYOUT_RETURNED).count(),
            )
            for row in rows
        ]
