"""What learners are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.signing import sign
from marque.kit.tenancy.addresses import path_to
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning.models import CohortWish, LessonRelease, UnlockDigest
from tenant_apps.learning.release import zone_of
from tenant_apps.people.models import Person
from themes.brand import current_brand

PURPOSE = "digest-stop"


def digest_stop_url(person: Person) -> str:
    """The signed address that stops the email of a morning for one person."""
    return tenant_url(path_to("learning:digest_stop", sign(PURPOSE, str(person.key))))


def send_unlocked(person: Person, digest: UnlockDigest, rows: Iterable[LessonRelease]) -> None:
    """What opened since the last morning, by course, in the order of the outline."""
    found: dict[Course, list[Lesson]] = defaultdict(list)
    for row in rows:
        found[row.enrolment.course].append(row.lesson)
    courses = [
        {
            "course": course,
            "url": tenant_url(path_to("learning:course", course.slug)),
            "lessons": sorted(lessons, key=lambda lesson: (lesson.module.position or 0, lesson.position or 0)),
        }
        for course, lessons in found.items()
    ]
    with translation.override(person.language or translation.get_language()):
        subject = _subject([lesson for each in courses for lesson in each["lessons"]])  # type: ignore[attr-defined]
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


def _subject(lessons: list[Lesson]) -> str:
    if len(lessons) == 1:
        return _("%(lesson)s is open") % {"lesson": lessons[0].title}
    return ngettext("%(n)d lesson is open", "%(n)d lessons are open", len(lessons)) % {"n": len(lessons)}


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
