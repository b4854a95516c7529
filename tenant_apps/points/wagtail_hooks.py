from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from tenant_apps.accounts.menus import BusinessMenuItem
from tenant_apps.accounts.models import Role
from tenant_apps.points.studio import urls
from tenant_apps.points.studio.levels import level_viewset


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
    roles = (Role.OWNER, Role.STAFF)
    return BusinessMenuItem(_("Points and levels"), address, name="points", icon_name="star", order=45, roles=roles)
