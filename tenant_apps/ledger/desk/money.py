"""The Money page: figures, a year of earnings, the entries."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.money import Money, minor_units
from marque.kit.sheets import csv_response
from tenant_apps.ledger import sheets
from tenant_apps.ledger.drawing import NARROW, bars
from tenant_apps.ledger.merchant import platform_collects
from tenant_apps.ledger.models import AccountKind, LedgerEntry, LedgerTransaction, Payout
from tenant_apps.ledger.queries import money, wallet_of
from themes.brand import current_brand
from themes.clocks import business_zone
from themes.studio.desk import StudioPage


class MoneyBase(StudioPage):
    """What the pages about money share."""

    model = LedgerTransaction
    trail: tuple[str, Any] | None = ("money_studio:index", _("Money"))

    @property
    def currency(self) -> str:
        """The one asked for, if the book knows it; else the business's own."""
        asked = self.request.GET.get("currency", "")
        return asked if asked in money.currencies() else current_brand().currency


class MoneyPage(MoneyBase):
    """`/studio/money/`."""

    template_name = "ledger/studio/money.html"
    page_title = _("Money")
    trail = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One currency at a time."""
        currency, query = self.currency, self.request.GET
        kind = query.get("account", "")
        found = money.entries(currency=currency, kind=kind)
        rows, more = money.page_of(found, before=_key(query.get("before", "")))
        wide, narrow, table = _year(currency)
        return super().get_context_data(
            currency=currency,
            currencies=money.currencies(),
            figures=_figures(currency),
            wide=wide,
            narrow=narrow,
            table=table,
            people=money.owed_to_people(currency)[:10],
            payouts=Payout.objects.open().filter(currency=currency).select_related("person")[:10],
            entries=rows,
            more=more,
            kind=kind,
            kinds=AccountKind.choices,
            **kwargs,
        )


class EntriesFile(MoneyBase):
    """`/studio/money/entries.csv`, for those who may change the books' rules: a list may be looked at, not taken."""

    permission_required = "change"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Every entry of a currency, oldest first."""
        found = money.entries(currency=self.currency, kind=request.GET.get("account", "")).order_by("pk")
        rows = sheets.entry_rows(found.iterator(chunk_size=500))
        return csv_response(f"ledger-{self.currency}", sheets.ENTRY_HEAD, rows)


class TransactionPage(MoneyBase):
    """One transaction explained: its entries, the fact and order behind it, the rules that shared it."""

    template_name = "ledger/studio/transaction.html"
    written: LedgerTransaction

    def setup(self, request: HttpRequest, key: UUID, **kwargs: Any) -> None:  # type: ignore[override]
        """Find it."""
        super().setup(request, **kwargs)
        found = LedgerTransaction.objects.select_related("order", "payout", "by")
        self.written = get_object_or_404(found, key=key)

    def get_page_title(self) -> str:
        """Sale, 12 May 2026."""
        return f"{self.written.get_kind_display()}, {self.written.occurred_at:%d %b %Y}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything there is to say."""
        entries = list(self.written.entries.select_related("account__owner").order_by("position"))
        commissions = self.written.commissions.select_related("person").order_by("pk")
        return super().get_context_data(
            written=self.written, entries=entries, commissions=commissions, total=_total(entries), **kwargs
        )


def _total(entries: list[LedgerEntry]) -> Money:
    return sum((entry.money for entry in entries if entry.amount > 0), Money.zero(entries[0].currency))


def _key(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return str(UUID(int=0))  # names no entry


def _figures(currency: str) -> list[tuple[str, Money, str]]:
    own, owed = wallet_of(None, currency), money.owed_by_kind(currency)
    nothing = Money.zero(currency)
    shares = (AccountKind.AUTHOR, AccountKind.VENDOR, AccountKind.AFFILIATE, AccountKind.ESCROW)
    pending = _now("%(amount)s more is pending") % {"amount": own.pending.format(cents=True)}
    others = sum((owed.get(kind, nothing) for kind in shares), nothing)
    rest = [
        (_now("Owed to others"), others, _now("authors, affiliates")),
        (_now("Tax to pay on"), owed.get(AccountKind.TAX, nothing), _now("collected, not yours")),
        (_now("In dispute"), -owed.get(AccountKind.DISPUTES, nothing), _now("kept by the gateway")),
    ]
    if platform_collects():
        label = _now("You can be paid")
        return [(label, own.available, pending), (_now("Under way to you"), own.reserved, ""), *rest]
    return [(_now("Yours"), own.available, pending), *rest]


def _year(currency: str) -> tuple[str, str, list[tuple[str, Money]]]:
    language = get_language() or "en"
    months = money.earned_by_month(currency, now=clock.now(), zone=business_zone())
    table = [(format_date(day, "LLLL y", locale=language), Money(amount, currency)) for day, amount in months]
    unit = 10 ** minor_units(currency)
    short = [(format_date(day, "LLL", locale=language), amount // unit) for day, amount in months]
    best = max(table, key=lambda row: row[1])
    finding = _now("The best month is %(month)s with %(amount)s.") % {
        "month": best[0],
        "amount": best[1].format(language),
    }
    said = {"title": _now("Your earnings by month"), "finding": finding if best[1] else ""}
    wide, narrow = bars(short, name="year-w", **said), bars(short, name="year-n", width=NARROW, **said)
    return wide, narrow, table
