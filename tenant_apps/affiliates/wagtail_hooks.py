"""Affiliates in the Studio's menu."""

from wagtail import hooks

from tenant_apps.affiliates.studio import AffiliatesDesk


@hooks.register("register_admin_viewset")
def affiliates_desk() -> AffiliatesDesk:
    """`/studio/affiliates/`."""
    return AffiliatesDesk()
