"""One option of an offer: how it is paid, and how much in each currency."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money
from tenant_apps.catalog.forms.money import AmountsField, MoneyField
from tenant_apps.catalog.models import Price
from tenant_apps.catalog.terms import FULL, Interval, PriceKind, Terms
from tenant_apps.payments.ways import nobody_takes

_EVERY = [
    (value, label)
    for value, label in zip(Interval.values, (_("days"), _("weeks"), _("months"), _("years")), strict=True)
]


class PriceForm(forms.Form):
    """An option to add or to change."""

    kind = forms.ChoiceField(
        label=_("How it is paid"), choices=PriceKind.choices, initial=PriceKind.ONE_TIME, widget=forms.RadioSelect
    )
    others = AmountsField(
        label=_("Other currencies"), required=False, help_text=_("One a line, such as 45 EUR or 6800 JPY.")
    )
    interval_count = forms.IntegerField(label=_("Every"), required=False, min_value=1, max_value=36, initial=1)
    interval = forms.ChoiceField(label=_("Period"), choices=_EVERY, required=False, initial=Interval.MONTH)
    instalments = forms.IntegerField(
        label=_("Number of payments"), required=False, min_value=2, max_value=60, help_text=_("For instalments.")
    )
    trial_days = forms.IntegerField(
        label=_("Days free at first"), required=False, min_value=0, max_value=730, help_text=_("For subscriptions.")
    )
    minimum_terms = forms.IntegerField(
        label=_("Periods one stays at least"),
        required=False,
        min_value=0,
        max_value=120,
        help_text=_("For subscriptions."),
    )
    label = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        help_text=_("Left empty, buyers read “Pay in full” or “3 payments”."),
    )

    def __init__(self, data: Any = None, *, currency: str, prices: list[Price] | None = None) -> None:
        self.prices = prices or []
        first = next(
            (price for price in self.prices if price.currency == currency), self.prices[0] if self.prices else None
        )
        self.currency = first.currency if first else currency
        super().__init__(data, initial=self._as_it_is(first) if first else None)
        money = {"currency": self.currency, "required": False}
        self.fields["amount"] = MoneyField(
            label=_("Amount"), help_text=_("Of each payment. For pay what you want: what you suggest."), **money
        )
        self.fields["setup"] = MoneyField(label=_("Setup fee"), help_text=_("Once, with the first payment."), **money)
        self.fields["floor"] = MoneyField(label=_("At least"), help_text=_("For pay what you want."), **money)
        names = ["kind", "amount", "others", "interval_count", "interval", "instalments", "trial_days"]
        self.order_fields([*names, "setup", "minimum_terms", "floor", "label"])

    def _as_it_is(self, first: Price) -> dict[str, Any]:
        others = [price.money for price in self.prices if price.currency != first.currency]
        terms = {name: value or None for name, value in first.terms.as_data().items()}
        sums = {"amount": first.money, "setup": first.setup or None, "floor": first.floor or None}
        return {**terms, **sums, "others": others, "label": first.label, "kind": first.kind}

    def clean(self) -> dict[str, Any]:
        """What is paid needs an amount."""
        entered = super().clean() or {}
        free = entered.get("kind") == PriceKind.FREE
        if not free and entered.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Write an amount, or choose “Free”."))
        others = entered.get("others") or []
        if any(money.currency == self.currency for money in others):
            self.add_error("others", _("%s is the amount above. Write the others only.") % self.currency)
        if others and (entered.get("setup") or entered.get("floor")):
            self.add_error("others", _("A setup fee or a least amount is in one currency. Leave the others out."))
        if not self.errors and not free:
            self._refuse_what_nobody_takes(entered)
        return entered

    def _refuse_what_nobody_takes(self, entered: dict[str, Any]) -> None:
        """Here, and not at the buyer's."""
        over_time = entered["kind"] in (PriceKind.SUBSCRIPTION, PriceKind.INSTALMENTS)
        for field, amounts in (("amount", [entered["amount"]]), ("others", entered.get("others") or [])):
            if trouble := nobody_takes(amounts, over_time=over_time):
                self.add_error(field, trouble)

    @property
    def amounts(self) -> list[Money]:
        """What is asked, one for each currency."""
        entered = self.cleaned_data
        if entered["kind"] == PriceKind.FREE:
            return [Money.zero(self.currency)]
        return [entered["amount"], *entered["others"]]

    @property
    def terms(self) -> Terms:
        """When it is paid."""
        entered = self.cleaned_data
        return Terms(
            kind=entered["kind"],
            interval=entered["interval"] or "",
            interval_count=entered["interval_count"] or 0,
            trial_days=entered["trial_days"] or 0,
            minimum_terms=entered["minimum_terms"] or 0,
            instalments=entered["instalments"] or 0,
        ).alone()

    def amount_of(self, name: str) -> dict[str, int]:
        """The setup fee or the floor, by currency."""
        found = self.cleaned_data.get(name)
        return {found.currency: found.amount} if found else {}

    def new_option(self, taken: set[str]) -> str:
        """A name for a new option: from its label or its terms, that no other has."""
        terms = self.terms
        named = {
            PriceKind.ONE_TIME: FULL,
            PriceKind.FREE: "free",
            PriceKind.OPEN: "open",
            PriceKind.INSTALMENTS: f"{terms.instalments}-payments",
        }.get(PriceKind(terms.kind), f"{terms.interval_count}-{terms.interval}")
        stem = slugify(self.cleaned_data["label"])[:30] or named
        return next(name for name in [stem, *(f"{stem}-{n}" for n in range(2, 1000))] if name not in taken)
