"""Entries, statements and batches as CSV that opens safely in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tenant_apps.ledger.banks import bank_of
from tenant_apps.ledger.models import LedgerEntry, PayoutBatch
from tenant_apps.ledger.queries.statements import Statement


def entry_rows(entries: Iterable[LedgerEntry]) -> Iterable[Sequence[Any]]:
    """Each entry in a line; the amount as a plain number, debits positive."""
    for entry in entries:
        written = entry.transaction
        yield (
            written.occurred_at.isoformat(),
            written.kind,
            written.source,
            str(written.order or ""),
            entry.account.kind,
            str(entry.account.owner or ""),
            entry.account.gateway,
            entry.money.decimal,
            entry.currency,
        )


ENTRY_HEAD = ("When", "Why", "Source", "Order", "Account", "Owner", "Gateway", "Amount", "Currency")


def statement_rows(statement: Statement) -> Iterable[Sequence[Any]]:
    """What was carried over, each line with its order and rule, what is left."""
    payout = statement.payout
    yield ("", "Carried over", "", "", statement.carried.decimal, payout.currency)
    for line in statement.lines:
        shares = [f"{one.title}: {one.words}" for one in line.commissions]
        rules = "; ".join([*shares, *(f"{part.words}: {part.money.decimal}" for part in line.parts)])
        order = str(line.transaction.order or line.why)
        words = str(line.transaction.get_kind_display())
        yield (line.at.isoformat(), words, order, rules, line.money.decimal, payout.currency)
    yield ("", "Left in the wallet", "", "", statement.left.decimal, payout.currency)


STATEMENT_HEAD = ("When", "What", "Order", "Rule", "Amount", "Currency")


def batch_rows(batch: PayoutBatch) -> Iterable[Sequence[Any]]:
    """A transfer in each line, as a bank's upload wants it."""
    for payout in batch.payouts.select_related("account").order_by("pk"):
        account = payout.account
        bank = bank_of(account)
        to = (account.holder, bank.iban, bank.bic, bank.details)
        yield (*to, payout.money.decimal, payout.currency, payout.code)


BATCH_HEAD = ("Name", "IBAN", "BIC", "Details", "Amount", "Currency", "Reference")
