"""Paths in the Studio's menu and addresses."""

from __future__ import annotations

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.menus import BusinessMenuItem
from tenant_apps.accounts.models import Role
from tenant_apps.paths.studio import urls


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/paths/"""
    return [path("paths/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Paths."""
    url, roles = reverse("studio_paths:paths"), (Role.OWNER, Role.STAFF, Role.AUTHOR)
    return BusinessMenuItem(_("Paths"), url, name="paths", icon_name="list-ol", order=121, roles=roles)
