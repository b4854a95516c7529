"""Learning records in the Studio's settings; the platform's own site has none."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.menus import BusinessMenuItem
from tenant_apps.accounts.models import Role


@hooks.register("register_settings_menu_item")
def records_entry() -> MenuItem:
    """What a store of learning records is told."""
    address = reverse_lazy("xapi_studio:store", urlconf="marque.config.urls_tenant")
    roles = (Role.OWNER,)
    return BusinessMenuItem(_("Learning records"), address, name="xapi", icon_name="list-ul", order=63, roles=roles)
