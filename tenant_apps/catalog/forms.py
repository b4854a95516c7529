"""Offers as a creator writes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.catalog.models import Offer, Product

STYLES = [
    ("", _("The style of this site")),
    ("paper", _("Cut paper")),
    ("riso", _("Two-ink print")),
    ("contour", _("Contour lines")),
    ("mesh", _("Soft light")),
]


class MoneyField(forms.CharField):
    """An amount as people write it, in one currency."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        self.currency = currency
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=24, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Money; 490, 490.00 and $490 are the same."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return Money.parse(text, self.currency, get_language() or "en")
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None

    def validate(self, value: Any) -> None:
        """Not below zero, not more than a card takes."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        if value is not None and value.amount < 0:
            raise forms.ValidationError(_("A price cannot be below zero."))
        if value is not None and value.amount > 10**11:
            raise forms.ValidationError(_("That is more than a card can pay."))

    def run_validators(self, value: Any) -> None:
        """The length was checked while it was text."""

    def prepare_value(self, value: Any) -> Any:
        """Money as a creator would type it."""
        return value.format(get_language() or "en") if isinstance(value, Money) else value


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
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one product to sell.")},
    )
    image_style = forms.ChoiceField(label=_("Picture"), choices=STYLES, required=False)

    def __init__(self, *args: Any, currency: str, offer: Offer | None = None, **kwargs: Any) -> None:
        self.offer = offer
        kwargs.setdefault("initial", self._as_it_is(offer))
        super().__init__(*args, **kwargs)
        self.fields["products"].queryset = Product.objects.order_by("title")  # type: ignore[attr-defined]
        asked = offer.current_price if offer else None
        self.fields["price"] = MoneyField(
            currency=asked.currency if asked else currency,
            label=_("Price"),
            initial=asked,
            help_text=_("Paid once. Write 0 to give it away."),
            error_messages={"required": _("Write a price, or 0 to give it away.")},
        )
        self.order_fields(["title", "price", "products", "summary", "slug", "image_style"])

    @staticmethod
    def _as_it_is(offer: Offer | None) -> dict[str, Any]:
        if offer is None:
            return {}
        return {
            "title": offer.title,
            "slug": offer.slug,
            "summary": offer.summary,
            "image_style": offer.image_style,
            "products": [product.pk for product in offer.products.all()],
        }

    def clean(self) -> dict[str, Any]:
        """An address, if none was written."""
        entered = super().clean() or {}
        if not entered.get("slug") and "slug" not in self.errors and entered.get("title"):
            entered["slug"] = slugify(entered["title"])[:80].strip("-")
            if not entered["slug"]:
                self.add_error("slug", _("Write an address with letters or numbers."))
        return entered
