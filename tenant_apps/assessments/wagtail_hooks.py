"""The quiz editor among the Studio's addresses."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from wagtail import hooks

from tenant_apps.assessments.studio import urls


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/courses/…/quiz/"""
    return [path("courses/", include(urls))]
