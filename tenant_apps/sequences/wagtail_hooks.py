"""Sequences in the Studio's menu and addresses."""

from __future__ import annotations

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.menus import BusinessMenuItem
from tenant_apps.sequences.permissions import WRITERS
from tenant_apps.sequences.studio import urls


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/sequences/"""
    return [path("sequences/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Sequences."""
    url = reverse("studio_sequences:index")
    return BusinessMenuItem(_("Sequences"), url, name="sequences", icon_name="mail", order=170, roles=WRITERS)
