from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from tenant_apps.accounts.menus import BusinessMenuItem
from tenant_apps.accounts.models import Role
from tenant_apps.media import urls_studio
from tenant_apps.media.studio import asset_chooser_viewset, asset_viewset


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Files and their chooser."""
    return [asset_viewset, asset_chooser_viewset]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/films/"""
    return [path("films/", include(urls_studio))]


@hooks.register("register_settings_menu_item")
def hosting_entry() -> MenuItem:
    """Where films are kept."""
    address = reverse_lazy("film_hosting:hosting", urlconf="marque.config.urls_tenant")
    roles = (Role.OWNER,)
    return BusinessMenuItem(_("Film hosting"), address, name="film-hosting", icon_name="media", order=46, roles=roles)
