"""Payments in the Studio's settings; the platform's own site has none."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import has_role


class OwnersBusinessItem(MenuItem):
    """Shown to the owners of a business."""

    def is_shown(self, request) -> bool:  # type: ignore[no-untyped-def]
        """Whether this is a business, and an owner."""
        return request.tenant.type == "business" and has_role(request.user, Role.OWNER)


@hooks.register("register_settings_menu_item")
def payments_entry() -> MenuItem:
    """How money comes in."""
    address = reverse_lazy("payments:list", urlconf="marque.config.urls_tenant")
    return OwnersBusinessItem(_("Payments"), address, name="payments", icon_name="wallet", order=17)
