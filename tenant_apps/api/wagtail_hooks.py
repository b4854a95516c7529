"""The API in the Studio's settings; the platform's own site has another."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.menus import BusinessMenuItem
from tenant_apps.accounts.models import Role


@hooks.register("register_settings_menu_item")
def api_entry() -> MenuItem:
    """Tokens for programs."""
    address = reverse_lazy("api_tokens:list", urlconf="marque.config.urls_tenant")
    return BusinessMenuItem(_("API"), address, name="api", icon_name="key", order=60, roles=(Role.OWNER,))
