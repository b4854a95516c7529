"""What learners are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.signing import sign
from marque.kit.tenancy.addresses import path_to
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.learning.models import CohortWish, LessonRelease, UnlockDigest
from tenant_apps.learning.outline import OutlineLesson
from tenant_apps.learning.release import zone_of
from tenant_apps.people.models import Person
from themes.brand import current_brand

PURPOSE = "digest-stop"


@dataclass(frozen=True)
class Change:
    """A lesson they had finished says something else now: what, in its author's words."""

    lesson: Lesson
    note: str
    url: str


@dataclass(frozen=True)
class CourseNews:
    """What a morning has to tell of one course."""

    course: Course
    url: str
    lessons: list[Lesson] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def digest_stop_url(person: Person) -> str:
    """The signed address that stops the email of a morning for one person."""
    return tenant_url(path_to("learning:digest_stop", sign(PURPOSE, str(person.key))))


def send_morning(
    person: Person, digest: UnlockDigest, opened: Iterable[LessonRelease], changed: Iterable[OutlineLesson]
) -> None:
    """What opened and what changed since the last morning, by course, in the order of the outline."""
    courses = _by_course(opened, changed)
    with translation.override(person.language or translation.get_language()):
        subject = _subject(courses)
    stop = digest_stop_url(person)
    send_email(
        to=person.email,
        subject=subject,
        template="learning/mail/unlocked",
        context={"person": person, "courses": courses, "title": subject, "stop_url": stop},
        purpose="unlocked",
        once_key=f"unlocked:{digest.key}",
        language=person.language or None,
        reply_to=current_brand().support_email,
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _by_course(opened: Iterable[LessonRelease], changed: Iterable[OutlineLesson]) -> list[CourseNews]:
    found: dict[Course, CourseNews] = {}

    def news(course: Course) -> CourseNews:
        return found.setdefault(course, CourseNews(course, tenant_url(path_to("learning:course", course.slug))))

    for row in opened:
        news(row.enrolment.course).lessons.append(row.lesson)
    for line in sorted(changed, key=lambda line: _place(line.lesson, line.module)):
        url = tenant_url(path_to("learning:lesson", line.course.slug, line.lesson.slug))
        news(line.course).changes.append(Change(line.lesson, line.changed, url))
    for each in found.values():
        each.lessons.sort(key=lambda lesson: _place(lesson, lesson.module))
    return list(found.values())


def _place(lesson: Lesson, module: Module) -> tuple[int, int]:
    return module.position or 0, lesson.position or 0


def _subject(courses: Iterable[CourseNews]) -> str:
    lessons = [lesson for each in courses for lesson in each.lessons]
    changes = [change.lesson for each in courses for change in each.changes]
    if not changes:
        return _opened(lessons)
    if not lessons:
        return _changed(changes)
    return _("%(opened)s, and %(changed)s") % {"opened": _opened(lessons), "changed": _changed(changes)}


def _opened(lessons: list[Lesson]) -> str:
    if len(lessons) == 1:
        return _("%(lesson)s is open") % {"lesson": lessons[0].title}
    return ngettext("%(n)d lesson is open", "%(n)d lessons are open", len(lessons)) % {"n": len(lessons)}


def _changed(lessons: list[Lesson]) -> str:
    if len(lessons) == 1:
        return _("%(lesson)s has changed") % {"lesson": lessons[0].title}
    return ngettext("%(n)d lesson has changed", "%(n)d lessons have changed", len(lessons)) % {"n": len(lessons)}


def send_place(wish: CohortWish) -> None:
    """That a place is kept, and until when; once for each offer of one."""
    person, course = wish.person, wish.cohort.course
    with translation.override(person.language or translation.get_language()):
        subject = _("A place in %(cohort)s is kept for you") % {"cohort": wish.cohort.name}
    send_email(
        to=person.email,
        subject=subject,
        template="learning/mail/place",
        context={
            "wish": wish,
            "course": course,
            "zone": zone_of(person),
            "url": tenant_url(path_to("learning:course", course.slug)),
            "title": subject,
        },
        purpose="cohort_place",
        once_key=f"cohort-place:{wish.key}:{wish.offered_at:%Y%m%d%H%M%S}",
        language=person.language or None,
        reply_to=current_brand().support_email,
    )
