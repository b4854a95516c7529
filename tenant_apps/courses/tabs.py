"""Where higher apps add pages about a course: a tab beside its outline, a link beside a part's settings."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from tenant_apps.courses.models import Course, Lesson, Module


@dataclass(frozen=True)
class Link:
    """A page in the Studio, by name."""

    name: str
    url_name: str
    label: str | Promise


_tabs: list[Link] = []
_part_links: list[Link] = []


def course_tab(name: str, *, url_name: str, label: str | Promise) -> None:
    """Add a tab to a course, addressed by its key."""
    _add(_tabs, Link(name, url_name, label))


def part_link(name: str, *, url_name: str, label: str | Promise) -> None:
    """Add a link to a module's and a lesson's settings, addressed by the course's and the part's key."""
    _add(_part_links, Link(name, url_name, label))


def tabs_of(course: Course) -> list[dict[str, object]]:
    """The further tabs of a course."""
    return [{"name": t.name, "url": reverse(t.url_name, args=[course.key]), "label": t.label} for t in _tabs]


def links_of(course: Course, part: Module | Lesson) -> list[dict[str, object]]:
    """The further links of a part."""
    return [{"url": reverse(k.url_name, args=[course.key, part.key]), "label": k.label} for k in _part_links]


def _add(known: list[Link], link: Link) -> None:
    if link not in known:
        known.append(link)
