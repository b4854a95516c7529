"""The editors of quizzes and assignments among the Studio's addresses, and the works that wait in its menu."""

from __future__ import annotations

from django.urls import URLResolver, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.menus import BusinessMenuItem
from tenant_apps.accounts.models import Role
from tenant_apps.assessments.studio import urls
from tenant_apps.courses.tabs import course_tab

_TEACHERS = (Role.OWNER, Role.STAFF, Role.AUTHOR)

course_tab("grades", url_name="studio_grades:grades", label=_("Grades"))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/courses/…/quiz/, …/assignment/, /studio/submissions/"""
    return urls.in_studio


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Work to review."""
    url = reverse("submissions_studio:queue")
    return BusinessMenuItem(_("Work to review"), url, name="submissions", icon_name="edit", order=125, roles=_TEACHERS)


@hooks.register("register_admin_menu_item")
def register_portfolios_item() -> MenuItem:
    """Portfolios."""
    url, roles = reverse("studio_portfolios:desk"), (Role.OWNER, Role.STAFF)
    return BusinessMenuItem(_("Portfolios"), url, name="portfolios", icon_name="image", order=127, roles=roles)


@hooks.register("register_admin_menu_item")
def register_banks_item() -> MenuItem:
    """Question banks."""
    url = reverse("studio_banks:banks")
    return BusinessMenuItem(_("Question banks"), url, name="banks", icon_name="help", order=126, roles=_TEACHERS)
