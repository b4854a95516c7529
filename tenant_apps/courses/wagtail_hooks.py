"""Courses in the Studio's menu and addresses."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import has_role
from tenant_apps.courses.studio import urls, urls_approvals


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/courses/, /studio/approvals/"""
    return [path("courses/", include(urls)), path("approvals/", include(urls_approvals))]


class CoursesMenuItem(MenuItem):
    """For whoever builds courses, in a business."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may build courses here."""
        may = has_role(request.user, Role.OWNER, Role.STAFF, Role.AUTHOR)
        return may and request.tenant.type == "business"  # type: ignore[attr-defined]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Courses."""
    return CoursesMenuItem(_("Courses"), reverse("studio_courses:index"), name="courses", icon_name="media", order=120)


@hooks.register("register_admin_menu_item")
def register_approvals() -> MenuItem:
    """Reviews before publication."""
    url = reverse("studio_approvals:index")
    return CoursesMenuItem(_("Publication"), url, name="approvals", icon_name="check", order=122)
