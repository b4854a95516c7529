"""Payments in the Studio's settings; the platform's own site has none."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.menus import BusinessMenuItem
from tenant_apps.accounts.models import Role


@hooks.register("register_settings_menu_item")
def payments_entry() -> MenuItem:
    """How money comes in."""
    address = reverse_lazy("payments:list", urlconf="marque.config.urls_tenant")
    return BusinessMenuItem(_("Payments"), address, name="payments", icon_name="wallet", order=17, roles=(Role.OWNER,))
