from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

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
