"""Learning records in the Studio's settings; the platform's own site has none."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.webhooks.wagtail_hooks import OwnersBusinessItem


@hooks.register("register_settings_menu_item")
def records_entry() -> MenuItem:
    """What a store of learning records is told."""
    address = reverse_lazy("xapi_studio:store", urlconf="marque.config.urls_tenant")
    return OwnersBusinessItem(_("Learning records"), address, name="xapi", icon_name="list-ul", order=63)
