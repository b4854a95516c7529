"""What opens when, and to whom, among the Studio's addresses."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from tenant_apps.courses.tabs import course_tab, part_link
from tenant_apps.learning import urls_studio
from tenant_apps.learning.studio import urls

course_tab("release", url_name="studio_drip:release", label=_("Release"))
course_tab("cohorts", url_name="studio_drip:cohorts", label=_("Cohorts"))
course_tab("learners", url_name="studio_drip:learners", label=_("Learners"))
course_tab("enrolment", url_name="studio_drip:enrolment", label=_("Enrolment"))
part_link("rule", url_name="studio_drip:rule", label=_("More about when it opens"))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """/studio/courses/…/release/, …/cohorts/, …/learners/"""
    return [path("courses/", include(urls)), path("courses/", include(urls_studio))]
