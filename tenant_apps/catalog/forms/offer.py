"""Offers as a creator writes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tenant_apps.catalog.forms.money import MoneyField
from tenant_apps.catalog.models import Offer, Price, Product
from tenant_apps.catalog.terms import FULL, PriceKind
from tenant_apps.catalog.things import EVERYTHING
from tenant_apps.payments.ways import nobody_takes

STYLES = [
    ("", _("The style of this site")),
    ("paper", _("Cut paper")),
    ("riso", _("Two-ink print")),
    ("contour", _("Contour lines")),
    ("mesh", _("Soft light")),
]


class ProductChoices(forms.ModelMultipleChoiceField):
    """Products by title."""

    def label_from_instance(self, obj: Product) -> str:
        """The title."""
        return obj.title


class OfferForm(forms.Form):
    """Everything an offer says, and what it costs."""

    title = forms.CharField(
        label=_("Title"), max_length=200, error_messages={"required": _("Give the offer a title buyers will see.")}
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        required=False,
        help_text=_("The end of the checkout's link. Left empty, it follows the title."),
        error_messages={"invalid": _("Use letters, numbers and dashes only.")},
    )
    summary = forms.CharField(
        label=_("Summary"), max_length=300, required=False, help_text=_("One line under the title at the checkout.")
    )
    products = ProductChoices(
        label=_("What the buyer gets"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    everything = forms.BooleanField(label=_("Everything: whatever you have put on sale, now and later"), required=False)
    image_style = forms.ChoiceField(label=_("Picture"), choices=STYLES, required=False)

    def __init__(self, *args: Any, currency: str, offer: Offer | None = None, **kwargs: Any) -> None:
        self.offer = offer
        kwargs.setdefault("initial", self._as_it_is(offer))
        super().__init__(*args, **kwargs)
        self.fields["products"].queryset = Product.objects.exclude(kind=EVERYTHING).order_by("title")  # type: ignore[attr-defined]
        asked = _in_full(offer) if offer else None
        self.fields["price"] = MoneyField(
            currency=asked.currency if asked else currency,
            label=_("Price"),
            initial=asked.money if asked else None,
            required=not (offer and offer.asked and asked is None),
            help_text=_("Paid once. Write 0 to give it away."),
            error_messages={"required": _("Write a price, or 0 to give it away.")},
        )
        self.order_fields(["title", "price", "products", "everything", "summary", "slug", "image_style"])

    @staticmethod
    def _as_it_is(offer: Offer | None) -> dict[str, Any]:
        if offer is None:
            return {}
        return {
            "title": offer.title,
            "slug": offer.slug,
            "summary": offer.summary,
            "image_style": offer.image_style,
            "products": [product.pk for product in offer.products.all() if product.kind != EVERYTHING],
            "everything": any(product.kind == EVERYTHING for product in offer.products.all()),
        }

    def clean(self) -> dict[str, Any]:
        """An address, if none was written."""
        entered = super().clean() or {}
        if not entered.get("slug") and "slug" not in self.errors and entered.get("title"):
            entered["slug"] = slugify(entered["title"])[:80].strip("-")
            if not entered["slug"]:
                self.add_error("slug", _("Write an address with letters or numbers."))
        if not entered.get("products") and not entered.get("everything") and "products" not in self.errors:
            self.add_error("products", _("Choose at least one product to sell."))
        self._refuse_what_nobody_takes(entered)
        return entered

    def _refuse_what_nobody_takes(self, entered: dict[str, Any]) -> None:
        """Here, and not at the buyer's; what was asked before stays asked."""
        asked = _in_full(self.offer) if self.offer else None
        price = entered.get("price")
        if price is None or (asked is not None and asked.money == price):
            return
        if trouble := nobody_takes([price], over_time=False):
            self.add_error("price", trouble)


def _in_full(offer: Offer) -> Price | None:
    """The price paid once, if that is one of the options."""
    once = (PriceKind.ONE_TIME, PriceKind.FREE)
    return next((price for price in offer.asked if price.option == FULL and price.kind in once), None)
