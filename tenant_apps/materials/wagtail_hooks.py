"""The parts of lessons among the Studio's addresses, and discussions in its menu."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.menus import BusinessMenuItem
from tenant_apps.accounts.models import Role
from tenant_apps.materials.studio import urls


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """/studio/courses/…/survey/ and the like, /studio/discussions/"""
    return [*urls.in_studio]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Discussions."""
    url, roles = reverse("studio_discussions:everywhere"), (Role.OWNER, Role.STAFF, Role.AUTHOR)
    return BusinessMenuItem(_("Discussions"), url, name="discussions", icon_name="comment", order=126, roles=roles)
