"""Analytics among the Studio's addresses."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from tenant_apps.analytics.studio import urls
from tenant_apps.courses.tabs import course_tab

course_tab("analytics", url_name="studio_analytics:stops", label=_("Analytics"))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/courses/…/analytics/"""
    return [path("courses/", include(urls))]
