"""What learners are written about their places, dates and their cohort's board."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from tenant_apps.learning import queries
from tenant_apps.learning.inviting import is_new, place_path
from tenant_apps.learning.models import CohortPost, Enrolment, Extension, Invitation, LiveSession, Transfer
from tenant_apps.learning.release import zone_of
from tenant_apps.orders.teams import INVITED_FOR
from tenant_apps.people.models import Person
from themes.brand import current_brand


def send_extension(extension: Extension) -> None:
    """That a learner has more time, until when, and why."""
    person, lesson = extension.enrolment.person, extension.lesson
    with translation.override(person.language or translation.get_language()):
        subject = _("More time for %(lesson)s") % {"lesson": lesson.title}
    _send(
        person,
        subject,
        "learning/mail/extension",
        f"extension:{extension.key}:{extension.given_at:%Y%m%d%H%M%S%f}",
        {"extension": extension, "course": lesson.course},
        path_to("learning:lesson", lesson.course.slug, lesson.slug),
    )


def send_course_opened(enrolment: Enrolment) -> None:
    """That a course is open now, once for a place."""
    person, course = enrolment.person, enrolment.course
    with translation.override(person.language or translation.get_language()):
        subject = _("%(course)s is open to you") % {"course": course.title}
    path = path_to("learning:course", course.slug)
    _send(person, subject, "learning/mail/course_opened", f"course-opened:{enrolment.key}", {"course": course}, path)


def send_invitation(invitation: Invitation) -> None:
    """That they have a place, and how they get in; once for each time it was given."""
    enrolment = invitation.enrolment
    person, course = enrolment.person, enrolment.course
    with translation.override(person.language or translation.get_language()):
        subject = _("You have a place in %(course)s") % {"course": course.title}
        needs = get_text_list([each.title for each in queries.awaited_by(enrolment)], _("and"))
    about = {
        "invitation": invitation,
        "who": invitation.by.name if invitation.by else "",
        "course": course,
        "needs": needs,
        "is_new": is_new(person),
        "email": person.user.email if person.user else person.email,
        "days": INVITED_FOR.days,
    }
    once_key = f"invitation:{invitation.key}:{invitation.asked_at:%Y%m%d%H%M%S%f}"
    _send(person, subject, "learning/mail/invitation", once_key, about, place_path(enrolment), "invitation")


def send_transfer(transfer: Transfer) -> None:
    """That somebody has a place elsewhere, where, and why; once."""
    person, course, cohort = transfer.enrolment.person, transfer.to.course, transfer.cohort
    with translation.override(person.language or translation.get_language()):
        subject = _("Your place is in %(where)s now") % {"where": cohort.name if cohort else course.title}
    about = {"transfer": transfer, "course": course, "was": transfer.enrolment.course}
    path = path_to("learning:course", course.slug)
    _send(person, subject, "learning/mail/transfer", f"transfer:{transfer.key}", about, path)


def send_live_session(
    live_session: LiveSession, people: Iterable[Person], *, is_retimed: bool = True, is_elsewhere: bool = False
) -> None:
    """That a live session moved, is joined elsewhere, or is off; once to each for each change."""
    cohort = live_session.cohort
    what = "off" if live_session.cancelled_at else f"{is_retimed:d}{is_elsewhere:d}"
    for person in people:
        with translation.override(person.language or translation.get_language()):
            subject = _said(live_session, is_retimed) % {"title": live_session.title}
        _send(
            person,
            subject,
            "learning/mail/live_session",
            f"live-session:{live_session.key}:{live_session.number}:{what}:{person.key}",
            {"live_session": live_session, "course": cohort.course, "is_elsewhere": is_elsewhere},
            path_to("learning:cohort", cohort.course.slug, cohort.key),
        )


def _said(live_session: LiveSession, is_retimed: bool) -> str:
    if live_session.cancelled_at:
        return _("%(title)s is called off")
    return _("%(title)s is at another time") if is_retimed else _("%(title)s is joined somewhere else")


def send_post(post: CohortPost, people: Iterable[Person]) -> None:
    """What was written on the board, once to each."""
    cohort = post.cohort
    for person in people:
        with translation.override(person.language or translation.get_language()):
            said = _("An answer in %(cohort)s") if post.to_id else _("News in %(cohort)s")
            subject = said % {"cohort": cohort.name}
        _send(
            person,
            subject,
            "learning/mail/post",
            f"cohort-post:{post.key}:{person.key}",
            {"post": post, "course": cohort.course},
            path_to("learning:cohort", cohort.course.slug, cohort.key) + "#board",
        )


def _send(
    person: Person,
    subject: str,
    template: str,
    once_key: str,
    about: dict[str, Any],
    path: str,
    purpose: str = "cohort",
) -> None:
    send_email(
        to=person.email,
        subject=subject,
        template=template,
        context={"title": subject, "zone": zone_of(person), "url": tenant_url(path), **about},
        purpose=purpose,
        once_key=once_key,
        language=person.language or None,
        reply_to=current_brand().support_email,
    )
