from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import has_role
from tenant_apps.points.studio import urls
from tenant_apps.points.studio.levels import level_viewset


class _Item(MenuItem):
    """Shown to owner and staff of a business."""

    def is_shown(self, request) -> bool:  # type: ignore[no-untyped-def]
        """Whether this is a business, and one of the two."""
        return request.tenant.type == "business" and has_role(request.user, Role.OWNER, Role.STAFF)


@hooks.register("register_admin_viewset")
def register_viewsets() -> ViewSet:
    """Levels."""
    return level_viewset


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/points/"""
    return [path("points/", include(urls))]


@hooks.register("register_settings_menu_item")
def points_entry() -> MenuItem:
    """What learners get points for."""
    address = reverse_lazy("studio_points:rules", urlconf="marque.config.urls_tenant")
    return _Item(_("Points and levels"), address, name="points", icon_name="star", order=45)
