"""Offers in the Studio's menu."""

from wagtail import hooks

from tenant_apps.catalog.studio import OffersDesk


@hooks.register("register_admin_viewset")
def offers_desk() -> OffersDesk:
    """`/studio/offers/`."""
    return OffersDesk()
