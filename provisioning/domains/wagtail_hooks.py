"""The page of domains in the Studio's settings; the platform's own site has none."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import Role
from tenant_apps.studio.menus import RoleMenuItem


class BusinessMenuItem(RoleMenuItem):
    """Shown to those who run a business."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this is a business, and one of them."""
        return request.tenant.type == Tenant.Type.BUSINESS and super().is_shown(request)


@hooks.register("register_settings_menu_item")
def domains_entry() -> MenuItem:
    """Where the business is found."""
    address = reverse_lazy("domains:list", urlconf="marque.config.urls_tenant")
    roles = (Role.OWNER, Role.STAFF)
    return BusinessMenuItem(_("Domains"), address, name="domains", icon_name="globe", order=15, roles=roles)
