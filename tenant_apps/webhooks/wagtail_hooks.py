"""Webhooks in the Studio's settings; the platform's own site has none."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.menus import BusinessMenuItem
from tenant_apps.accounts.models import Role


@hooks.register("register_settings_menu_item")
def webhooks_entry() -> MenuItem:
    """What programs are told."""
    address = reverse_lazy("webhooks_studio:list", urlconf="marque.config.urls_tenant")
    return BusinessMenuItem(_("Webhooks"), address, name="webhooks", icon_name="send", order=62, roles=(Role.OWNER,))
