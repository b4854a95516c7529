"""Links that other apps add to a course in the Studio: `{% load courses %}`."""

from __future__ import annotations

from django import template

from tenant_apps.courses import tabs
from tenant_apps.courses.models import Course

register = template.Library()


@register.simple_tag
def course_tabs(course: Course) -> list[dict[str, object]]:
    """The further tabs."""
    return tabs.tabs_of(course)
