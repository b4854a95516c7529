"""Where offers are in the Studio."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from tenant_apps.catalog.models import Offer
from tenant_apps.catalog.studio.extras import ExtrasPage
from tenant_apps.catalog.studio.line import LinePage
from tenant_apps.catalog.studio.offers import NewOfferPage, OfferList, OfferPage, PublicationPage
from tenant_apps.catalog.studio.prices import PricesPage
from tenant_apps.catalog.studio.sale import SalePage
from themes.studio.desk import Desk


class OffersDesk(Desk):
    """`/studio/offers/`."""

    name = "offers_studio"
    url_prefix = "offers"
    model = Offer
    listing = OfferList
    icon = menu_icon = "tag"
    menu_label = _("Offers")
    menu_name = "offers"
    menu_order = 40
    permission = "catalog.view_offer"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """The list has an Add button."""
        return super().get_common_view_kwargs(add_url_name=self.get_url_name("add"), **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, a new offer, and an offer's pages."""
        return [
            *super().get_urlpatterns(),
            path("new/", self.construct_view(NewOfferPage), name="add"),
            path("<uuid:key>/", self.construct_view(OfferPage), name="edit"),
            path("<uuid:key>/publication/", self.construct_view(PublicationPage), name="publication"),
            path("<uuid:key>/prices/", self.construct_view(PricesPage), name="prices"),
            path("<uuid:key>/sale/", self.construct_view(SalePage), name="sale"),
            path("<uuid:key>/extras/", self.construct_view(ExtrasPage), name="extras"),
            path("<uuid:key>/line/", self.construct_view(LinePage), name="line"),
        ]
