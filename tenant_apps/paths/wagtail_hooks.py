"""Paths in the Studio's menu and addresses."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import has_role
from tenant_apps.paths.studio import urls


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/paths/"""
    return [path("paths/", include(urls))]


class PathsMenuItem(MenuItem):
    """For whoever builds courses, in a business."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may make paths here."""
        may = has_role(request.user, Role.OWNER, Role.STAFF, Role.AUTHOR)
        return may and request.tenant.type == "business"  # type: ignore[attr-defined]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Paths."""
    return PathsMenuItem(_("Paths"), reverse("studio_paths:paths"), name="paths", icon_name="list-ol", order=121)
