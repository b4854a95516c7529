"""Numbers of bank accounts: sealed where they are kept, open only where somebody pays."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from marque.kit.sealed import Unreadable, seal, unseal
from tenant_apps.ledger.models import PayoutAccount
from tenant_apps.ledger.models.payout_accounts import masked

_PURPOSE = "ledger.bank"


@dataclass(frozen=True)
class Bank:
    """Where a bank finds the account."""

    iban: str = ""
    bic: str = ""
    details: str = ""

    def __bool__(self) -> bool:
        return bool(self.iban or self.details)


def sealed(bank: Bank) -> dict[str, str]:
    """The columns that keep it; raises NoSecretsKey."""
    if not bank:
        return {}
    return {"sealed_bank": seal(_PURPOSE, asdict(bank)), "hint": masked(bank.iban or bank.details)}


def bank_of(account: PayoutAccount) -> Bank:
    """The account's numbers; none where they were sealed elsewhere, and its owner writes them again."""
    if not account.sealed_bank:
        return Bank(account.iban, account.bic, account.details)
    try:
        return Bank(**unseal(_PURPOSE, account.sealed_bank))
    except Unreadable:
        return Bank()


def can_be_paid(account: PayoutAccount) -> bool:
    """Can money be sent there now?"""
    return account.ready_at is not None if account.by_stripe else bool(bank_of(account))
