"""The book (accounts, transactions, entries), who shares in sales, and what is paid out."""

from tenant_apps.ledger.models.book import AccountKind, LedgerAccount, LedgerEntry, LedgerTransaction, Posting
from tenant_apps.ledger.models.checks import LedgerCheck
from tenant_apps.ledger.models.fee_bills import BilledFee, FeeBill
from tenant_apps.ledger.models.payout_accounts import PayoutAccount, PayoutMethod
from tenant_apps.ledger.models.payout_terms import PayoutHold, PayoutTerms, Schedule
from tenant_apps.ledger.models.payouts import Payout, PayoutBatch, PayoutState
from tenant_apps.ledger.models.sharing import Commission, CommissionRule, Contributor, EscrowHold, Part, Until

__all__ = [
    "AccountKind",
    "BilledFee",
    "Commission",
    "CommissionRule",
    "Contributor",
    "EscrowHold",
    "FeeBill",
    "LedgerAccount",
    "LedgerCheck",
    "LedgerEntry",
    "LedgerTransaction",
    "Part",
    "Payout",
    "PayoutAccount",
    "PayoutBatch",
    "PayoutHold",
    "PayoutMethod",
    "PayoutState",
    "PayoutTerms",
    "Posting",
    "Schedule",
    "Until",
]
