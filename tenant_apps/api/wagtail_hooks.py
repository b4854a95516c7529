"""The API in the Studio's settings; the platform's own site has another."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import has_role


class OwnersBusinessItem(MenuItem):
    """Shown to the owners of a business."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this is a business, and an owner."""
        return request.tenant.type == "business" and has_role(request.user, Role.OWNER)


@hooks.register("register_settings_menu_item")
def api_entry() -> MenuItem:
    """Tokens for programs."""
    address = reverse_lazy("api_tokens:list", urlconf="marque.config.urls_tenant")
    return OwnersBusinessItem(_("API"), address, name="api", icon_name="key", order=60)
