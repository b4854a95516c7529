"""What the checkout asks about the offer itself: which option, which currency, how much."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marque.kit.money import BadAmount, Money
from tenant_apps.catalog import discounts
from tenant_apps.catalog.models import Extra, Offer, Price, Waiting
from tenant_apps.catalog.terms import PriceKind
from tenant_apps.orders.quoting import Choice, price_for

CURRENCY = "currency"
COUPON = "coupon"


class ChoiceForm(forms.Form):
    """The options of an offer; a field that leaves nothing to choose is not there."""

    option = forms.ChoiceField(label=_("How you pay"), required=False, widget=forms.RadioSelect)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    amount = forms.CharField(
        label=_("Your price"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, offer: Offer, price: Price) -> None:
        self.price = price
        initial = {"option": price.option, "currency": price.currency, "amount": price.money.format(_locale())}
        if data is not None and price.kind == PriceKind.OPEN and "amount" not in data:
            # this option was chosen a moment ago: begin with what the creator suggests
            data = data.copy()
            data["amount"] = initial["amount"]
        super().__init__(data, initial=initial)
        sold = list(offer.asked)
        options = {each.option: each for each in sold if each.currency == price.currency or each.option != price.option}
        currencies = dict.fromkeys(each.currency for each in sold if each.option == price.option)
        self._offer("option", [(each.option, each) for each in _in_currency(options, sold, price.currency)])
        self._offer("currency", [(code, code) for code in currencies])
        if price.kind != PriceKind.OPEN:
            del self.fields["amount"]
        else:
            least = price.floor.format(_locale())
            self.fields["amount"].help_text = _("%(least)s or more.") % {"least": least} if price.floor else ""

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        if len(choices) < 2:
            del self.fields[name]
        else:
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_amount(self) -> Money | None:
        """What the buyer names."""
        typed = self.cleaned_data["amount"].strip()
        if not typed:
            return None
        try:
            return Money.parse(typed, self.price.currency, _locale())
        except BadAmount as bad:
            raise forms.ValidationError(str(bad)) from None


def _in_currency(options: dict[str, Price], sold: list[Price], currency: str) -> list[Price]:
    """Each option once, in the currency looked at where it has it."""
    return [next((p for p in sold if p.option == name and p.currency == currency), options[name]) for name in options]


def _locale() -> str:
    return get_language() or "en"


def wanted_price(request: HttpRequest, offer: Offer) -> Price | None:
    """The price this visit is about: what was posted or linked to, the currency chosen before, else the first."""
    said = request.POST if request.method == "POST" else request.GET
    currency = said.get(CURRENCY, "")[:3].upper() or request.session.get(CURRENCY, "")
    price = price_for(offer, option=said.get("option", "")[:40], currency=currency)
    if price is not None and said.get(CURRENCY) and price.currency != request.session.get(CURRENCY):
        request.session[CURRENCY] = price.currency
    return price


def choice_of(request: HttpRequest, form: ChoiceForm, place: Waiting | None, after: Extra | None) -> Choice:
    """The choice a request makes."""
    named = form.cleaned_data.get("amount") if form.is_bound and form.is_valid() else None
    return Choice(
        option=form.price.option,
        currency=form.price.currency,
        amount=named,
        codes=_codes(request),
        extras=frozenset((request.POST if request.method == "POST" else request.GET).getlist("extras")[:20]),
        place=place,
        after=after,
    )


def _codes(request: HttpRequest) -> tuple[str, ...]:
    """The codes in the form, in the link, or in the link that was opened before; the newest first."""
    if request.method != "POST":
        linked = request.GET.get("coupon", "") or request.session.get(COUPON, "")
        if request.GET.get("coupon"):
            request.session[COUPON] = discounts.written(request.GET["coupon"])
        return (discounts.written(linked),) if linked.strip() else ()
    typed = [request.POST.get("coupon", ""), *request.POST.get("codes", "")[:400].split(",")]
    gone = discounts.written(request.POST.get("remove", ""))
    if gone and request.session.get(COUPON) == gone:
        del request.session[COUPON]
    codes = dict.fromkeys(discounts.written(code) for code in typed if code.strip())
    return tuple(code for code in codes if code != gone)
