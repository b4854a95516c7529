"""One visit to the checkout: the offer, what is chosen, what it costs, and the forms as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marque.kit.errors import Refused
from marque.kit.money import Money
from shared_apps.integrations.ports.tax import TaxQuote
from tenant_apps.catalog.models import Offer
from tenant_apps.catalog.things import thing_of
from tenant_apps.orders.billing import BillingForm, sum_of
from tenant_apps.orders.choosing import ChoiceForm
from tenant_apps.orders.for_others import GiftForm, SeatsForm
from tenant_apps.orders.forms import DetailsForm, written
from tenant_apps.orders.links import checkout_path
from tenant_apps.orders.quoting import Choice, Quote
from tenant_apps.orders.saved import SavedForm
from tenant_apps.orders.taxing import BillTo
from tenant_apps.orders.views import reminding
from tenant_apps.orders.views.brought import after_token, team_token
from tenant_apps.orders.views.sources import allow_gateway
from tenant_apps.payments.models import SavedMethod
from tenant_apps.payments.ways import Press, Way
from tenant_apps.people.models import Person


@dataclass
class Checkout:
    """What the page is made of."""

    request: HttpRequest
    offer: Offer
    quote: Quote
    choice: Choice
    person: Person | None
    choosing: ChoiceForm
    details: DetailsForm
    card: forms.Form | None
    ways: list[Way] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    gift: GiftForm | None = None
    seats: SeatsForm | None = None
    saved: SavedForm | None = None
    billing: BillingForm | None = None
    to: BillTo | None = None
    tax: TaxQuote | None = None
    tax_included: bool = False
    trouble: str = ""

    @property
    def price(self) -> Money:
        """What the offer asks today."""
        return self.quote.total

    @property
    def total(self) -> Money:
        """What is paid today, tax and all."""
        return self.price if self.tax is None or self.tax_included else self.price + sum_of(self.tax)

    @property
    def shown_total(self) -> str:
        """The total as the hidden field carries it."""
        return written(self.total)

    @property
    def total_was_shown(self) -> bool:
        """Has the buyer seen this total? Whoever chose a country without JavaScript has not."""
        return self.billing is None or self.request.POST.get("total") == self.shown_total

    def page(self, status: int = 200) -> HttpResponse:
        """The page with the forms on it."""
        things = [(product, thing_of(product)) for product in self.offer.products.all()]
        context = {
            "checkout": self,
            "offer": self.offer,
            "quote": self.quote,
            "price": self.price,
            "total": self.total,
            "things": things,
            "place": self.choice.place,
            "bumps": self.quote.bumps,
            "after": self.choice.after,
            "after_token": after_token(self.request),
            "team_token": team_token(self.request),
        }
        page = render(self.request, "orders/checkout.html", context, status=status)
        return allow_gateway(page, *(way.form for way in self.ways_here), *(press.form for press in self.presses))

    @property
    def framed(self) -> bool:
        """Is the page inside another site's?"""
        return hasattr(self.request, "embedding_site")

    @property
    def ways_here(self) -> list[Way]:
        """What can be paid with on this page."""
        return [way for way in self.ways if not (self.framed and way.leaves)]

    @property
    def ways_elsewhere(self) -> list[Way]:
        """What leaves for pages that no frame may hold."""
        return [way for way in self.ways if self.framed and way.leaves]

    @property
    def pays_here(self) -> bool:
        """Can it be bought on this page?"""
        return bool(self.ways_here) or not self.ways

    @property
    def own_page(self) -> str:
        """The checkout on a page of its own, with what is chosen here."""
        said = self.request.POST if self.request.method == "POST" else self.request.GET
        more = {name: said.get(name, "")[:200] for name in ("place", "after", "team", "gift")}
        return checkout_path(self.offer.slug, reminding.chosen(self.request, self.choice), **more)

    @property
    def way(self) -> str:
        """The gateway the buyer picked, or whose wallet they pressed."""
        picked = self.pressed or next((way for way in self.ways_here if way.picked), None)
        return picked.name if picked else ""

    @property
    def pressed(self) -> Press | None:
        """The wallet that pays, if one was pressed."""
        return next((press for press in self.presses if press.pressed), None)

    @property
    def paying(self) -> forms.Form | None:
        """The form that says what pays: a wallet's, or the picked way's."""
        return self.pressed.form if self.pressed else self.card

    @property
    def kept_card(self) -> SavedMethod | None:
        """The buyer's own card that is to pay."""
        return self.saved.chosen if self.saved and not self.pressed else None

    @property
    def complete(self) -> bool:
        """Are all forms filled in right?"""
        # all are asked, so that every field shows its error at once
        paying = None if self.kept_card else self.paying
        asked = (self.choosing, self.seats, self.details, self.gift, self.billing, self.saved, paying)
        answers = [form.is_valid() for form in asked if form is not None]
        return all(answers) and self.pays_here


def refused(visit: Checkout, why: Refused, status: int = 409) -> HttpResponse:
    """The page again, with what went wrong and what it costs now."""
    visit.trouble = str(why)
    visit.details.show_price(visit.price)
    return visit.page(status=status)
