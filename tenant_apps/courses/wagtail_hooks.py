"""Courses in the Studio's menu and addresses."""

from __future__ import annotations

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from tenant_apps.accounts.menus import BusinessMenuItem
from tenant_apps.accounts.models import Role
from tenant_apps.courses.studio import urls, urls_approvals
from tenant_apps.courses.studio.choosers import course_chooser_viewset, lesson_chooser_viewset

_BUILDERS = (Role.OWNER, Role.STAFF, Role.AUTHOR)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/courses/, /studio/approvals/"""
    return [path("courses/", include(urls)), path("approvals/", include(urls_approvals))]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Choosers of courses and of lessons."""
    return [course_chooser_viewset, lesson_chooser_viewset]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Courses."""
    url = reverse("studio_courses:index")
    return BusinessMenuItem(_("Courses"), url, name="courses", icon_name="media", order=120, roles=_BUILDERS)


@hooks.register("register_admin_menu_item")
def register_approvals() -> MenuItem:
    """Reviews before publication."""
    url = reverse("studio_approvals:index")
    return BusinessMenuItem(_("Publication"), url, name="approvals", icon_name="check", order=122, roles=_BUILDERS)
