"""Offers in the Studio: the list, an offer's form, and putting it on sale or taking it off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from marque.kit.errors import Refused
from marque.kit.http import tenant_url
from tenant_apps.catalog import actions
from tenant_apps.catalog.forms import OfferForm
from tenant_apps.catalog.models import Offer, OfferQuerySet, OfferState
from tenant_apps.catalog.terms import FULL
from tenant_apps.payments.ways import nobody_takes
from themes.brand import current_brand
from themes.studio.desk import Listing, StudioPage

STATES = dict(OfferState.choices)


class OfferFilters(WagtailFilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="by_state",
        choices=list(STATES.items()),
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Offer
        fields: list[str] = []

    def by_state(self, offers: OfferQuerySet, name: str, value: str) -> OfferQuerySet:
        """Offers in one state."""
        return offers.in_state(value)


def offer_url(offer: Offer) -> str:
    """The page about an offer."""
    return reverse("offers_studio:edit", args=[offer.key])


def price_words(offer: Offer) -> str:
    """What it costs."""
    options = {price.option: price.words for price in reversed(offer.asked)}
    return ", ".join(reversed(options.values())) or _now("No price")


def supply_words(offer: Offer) -> str:
    """How many are gone."""
    if offer.supply_limit is None:
        return str(offer.taken or "")
    return _now("%(taken)s of %(limit)s") % {"taken": offer.taken, "limit": offer.supply_limit}


def product_titles(offer: Offer) -> str:
    """What the buyer gets, in a few words."""
    return ", ".join(product.title for product in offer.products.all())


def _untakable(offer: Offer) -> str:
    """Why what is asked cannot be paid, since the gateway was changed; empty when it can."""
    for price in offer.asked:
        if trouble := nobody_takes([price.money], over_time=price.terms.over_time):
            return trouble
    return ""


class StateColumn(Column):
    """The state as a badge."""

    cell_template_name = "catalog/studio/state_cell.html"


class OfferList(Listing):
    """Newest first."""

    page_title = _("Offers")
    add_item_label = _("Add an offer")
    filterset_class = OfferFilters
    columns = [
        TitleColumn("title", label=_("Offer"), get_url=offer_url),
        Column("products", label=_("What the buyer gets"), accessor=product_titles),
        StateColumn("state", label=_("State")),
        Column("price", label=_("Price"), accessor=price_words),
        Column("taken", label=_("Sold"), accessor=supply_words),
    ]
    list_export = ["title", "slug", "state", "price"]
    export_headings = {"title": _("Offer"), "slug": _("Address"), "state": _("State"), "price": _("Price")}
    export_filename = "offers"

    def get_base_queryset(self) -> OfferQuerySet:
        """With prices and products."""
        return Offer.objects.with_price().order_by("-pk")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By title or address."""
        if not self.is_searching:
            return queryset
        return queryset.filter(Q(title__icontains=self.search_query) | Q(slug__icontains=self.search_query))


class OfferPage(StudioPage):
    """What the pages about one offer share."""

    permission_required = "change"
    trail = ("offers_studio:index", _("Offers"))
    template_name = "catalog/studio/offer.html"
    offer: Offer | None = None

    def setup(self, request: HttpRequest, key: UUID | None = None, **kwargs: Any) -> None:  # type: ignore[override]
        """Find the offer, unless it is to be made."""
        super().setup(request, **kwargs)
        self.offer = get_object_or_404(Offer.objects.with_price(), key=key) if key else None

    def get_page_title(self) -> str:
        """The offer's title."""
        return self.offer.title if self.offer else _now("New offer")

    def form(self, data: Any = None) -> OfferForm:
        """The form, filled in as things are."""
        return OfferForm(data, currency=current_brand().currency, offer=self.offer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The offer, its form, its earlier prices, its link."""
        offer = self.offer
        context = {"form": kwargs.pop("form", None) or self.form(), "offer": offer, "state": STATES}
        if offer is not None:
            context["earlier_prices"] = list(offer.prices.filter(active_until__isnull=False).order_by("-pk")[:20])
            context["link"] = tenant_url(f"/checkout/{offer.slug}/")
            context["untakable"] = _untakable(offer)
        return super().get_context_data(**context, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save, or say what is wrong."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                offer = self.save(dict(form.cleaned_data))
            except Refused as refused:
                form.add_error("slug" if isinstance(refused, actions.AddressTaken) else None, str(refused))
            else:
                messages.success(request, _now("%(title)s is saved.") % {"title": offer.title})
                return redirect(offer_url(offer))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    @transaction.atomic
    def save(self, entered: dict[str, Any]) -> Offer:
        """Make or change the offer, and its price when that is another."""
        price, by = entered.pop("price"), self.request.user
        if entered.pop("everything"):
            entered["products"] = [*entered["products"], actions.the_everything()]
        if self.offer is None:
            return actions.create_offer(**entered, price=price, by=by)
        offer = actions.change_offer(offer=self.offer, **entered, by=by)
        if price is not None:
            actions.set_price(offer=offer, price=price, label=_label_of(offer), by=by)
        return offer


def _label_of(offer: Offer) -> str:
    """What the creator calls the price paid in full."""
    asked = offer.prices.active().filter(option=FULL).first()
    return asked.label if asked else ""


class NewOfferPage(OfferPage):
    """An offer to be made."""

    permission_required = "add"


class PublicationPage(OfferPage):
    """On sale (POST) or off sale (POST with `archive`), after asking."""

    template_name = "catalog/studio/publication.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is about to happen."""
        return super().get_context_data(archiving="archive" in self.request.GET, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Publish or archive."""
        archiving = "archive" in request.GET
        act, words = (
            (actions.archive_offer, _now("%(title)s is off sale."))
            if archiving
            else (actions.publish_offer, _now("%(title)s is on sale."))
        )
        assert self.offer is not None
        try:
            act(offer=self.offer, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, words % {"title": self.offer.title})
        return redirect(offer_url(self.offer))
