"""Reads on the book: `queries.wallet_of(person, "USD")`."""

from tenant_apps.ledger.queries.terms import current_terms
from tenant_apps.ledger.queries.verifying import Problem, problems
from tenant_apps.ledger.queries.wallets import Wallet, wallet_of, wallets_of

__all__ = ["Problem", "Wallet", "current_terms", "problems", "wallet_of", "wallets_of"]
