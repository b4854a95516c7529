"""Sequences in the Studio's menu and addresses."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.permissions import has_role
from tenant_apps.sequences.permissions import WRITERS
from tenant_apps.sequences.studio import urls


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/sequences/"""
    return [path("sequences/", include(urls))]


class SequencesMenuItem(MenuItem):
    """For whoever may write to learners, in a business."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return has_role(request.user, *WRITERS) and request.tenant.type == "business"  # type: ignore[attr-defined]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Sequences."""
    return SequencesMenuItem(
        _("Sequences"), reverse("studio_sequences:index"), name="sequences", icon_name="mail", order=170
    )
