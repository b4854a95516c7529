"""A lesson's film among the Studio's addresses."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from wagtail import hooks

from tenant_apps.learning import urls_studio


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/courses/…/film/"""
    return [path("courses/", include(urls_studio))]
