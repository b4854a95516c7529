"""The page of domains in the Studio's settings; the platform's own site has none."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.menus import BusinessMenuItem
from tenant_apps.accounts.models import Role


@hooks.register("register_settings_menu_item")
def domains_entry() -> MenuItem:
    """Where the business is found."""
    address = reverse_lazy("domains:list", urlconf="marque.config.urls_tenant")
    roles = (Role.OWNER, Role.STAFF)
    return BusinessMenuItem(_("Domains"), address, name="domains", icon_name="globe", order=15, roles=roles)
