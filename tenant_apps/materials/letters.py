"""What people are written about discussions."""

from __future__ import annotations

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from tenant_apps.learning.models import Enrolment
from tenant_apps.materials.models import DiscussionMute, Reply
from tenant_apps.people.models import Person
from themes.brand import current_brand


def listeners(reply: Reply) -> list[Person]:
    """Who takes part where something was said, and the course's author; not its writer, nor who wants no letters.

    Learners hear of it while they are in the course.
    """
    took_part = Q(pk__in=[])
    if reply.answers_id:
        in_thread = Reply.objects.shown().filter(Q(pk=reply.answers_id) | Q(answers_id=reply.answers_id))
        enrolled = Enrolment.objects.live().filter(course_id=reply.lesson.course_id)
        took_part = Q(pk__in=in_thread.values("person_id")) & (
            Q(pk__in=enrolled.values("person_id")) | Q(replies__is_by_team=True)
        )
    muted = DiscussionMute.objects.filter(lesson_id=reply.lesson_id).values("person_id")
    wanted = Person.objects.filter(took_part | Q(pk=reply.lesson.course.author_id))
    return list(wanted.exclude(pk=reply.person_id).exclude(pk__in=muted).distinct()[:100])


def send_reply(reply: Reply, person: Person) -> None:
    """Who said what; once for each reply and person."""
    lesson = reply.lesson
    with translation.override(person.language or translation.get_language()):
        said = _("%(name)s answered in “%(lesson)s”") if reply.answers_id else _("%(name)s asked in “%(lesson)s”")
        subject = said % {"name": reply.person.name or _("Somebody"), "lesson": lesson.title}
    send_email(
        to=person.email,
        subject=subject,
        template="materials/mail/reply",
        context={
            "title": subject,
            "reply": reply,
            "lesson": lesson,
            "course": lesson.course,
            "url": tenant_url(path_to("learning:lesson", lesson.course.slug, lesson.slug)) + f"#reply-{reply.key}",
        },
        purpose="discussion",
        once_key=f"reply:{reply.key}:{person.key}",
        language=person.language or None,
        reply_to=current_brand().support_email,
    )
