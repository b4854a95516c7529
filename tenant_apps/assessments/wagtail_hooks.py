"""The editors of quizzes and assignments among the Studio's addresses, and the works that wait in its menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import has_role
from tenant_apps.assessments.studio import urls
from tenant_apps.courses.tabs import course_tab

course_tab("grades", url_name="studio_grades:grades", label=_("Grades"))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/courses/…/quiz/, …/assignment/, /studio/submissions/"""
    return urls.in_studio


class SubmissionsMenuItem(MenuItem):
    """For whoever looks at learners' work, in a business."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may look at work here."""
        may = has_role(request.user, Role.OWNER, Role.STAFF, Role.AUTHOR)
        return may and request.tenant.type == "business"  # type: ignore[attr-defined]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Work to review."""
    url = reverse("submissions_studio:queue")
    return SubmissionsMenuItem(_("Work to review"), url, name="submissions", icon_name="edit", order=125)


class PortfoliosMenuItem(SubmissionsMenuItem):
    """For the team that answers for what is shown."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may switch portfolios on and hide pieces."""
        return super().is_shown(request) and has_role(request.user, Role.OWNER, Role.STAFF)


@hooks.register("register_admin_menu_item")
def register_portfolios_item() -> MenuItem:
    """Portfolios."""
    url = reverse("studio_portfolios:desk")
    return PortfoliosMenuItem(_("Portfolios"), url, name="portfolios", icon_name="image", order=127)


@hooks.register("register_admin_menu_item")
def register_banks_item() -> MenuItem:
    """Question banks."""
    return SubmissionsMenuItem(
        _("Question banks"), reverse("studio_banks:banks"), name="banks", icon_name="help", order=126
    )
