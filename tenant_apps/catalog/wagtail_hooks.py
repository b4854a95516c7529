"""Offers in the Studio's menu."""

from wagtail import hooks

from tenant_apps.catalog.studio import CouponsDesk, OffersDesk


@hooks.register("register_admin_viewset")
def offers_desk() -> OffersDesk:
    """`/studio/offers/`."""
    return OffersDesk()


@hooks.register("register_admin_viewset")
def coupons_desk() -> CouponsDesk:
    """`/studio/coupons/`."""
    return CouponsDesk()
