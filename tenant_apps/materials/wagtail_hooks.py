"""The parts of lessons among the Studio's addresses, and discussions in its menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import has_role
from tenant_apps.materials.studio import urls


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """/studio/courses/…/survey/ and the like, /studio/discussions/"""
    return [*urls.in_studio]


class DiscussionsMenuItem(MenuItem):
    """For whoever looks after what learners say, in a business."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may moderate here."""
        may = has_role(request.user, Role.OWNER, Role.STAFF, Role.AUTHOR)
        return may and request.tenant.type == "business"  # type: ignore[attr-defined]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Discussions."""
    url = reverse("studio_discussions:everywhere")
    return DiscussionsMenuItem(_("Discussions"), url, name="discussions", icon_name="comment", order=126)
