"""What those who build courses are written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from tenant_apps.accounts.links import INVITATION_LIFETIME, sign_in_url
from tenant_apps.accounts.models import User
from tenant_apps.courses.models import Approval, CoAuthor, CourseReview, PackageExport, PackageImport, Verdict
from tenant_apps.courses.permissions import OVERSEERS


def send_invitation(made: CoAuthor, *, by: User) -> None:
    """That somebody may build a course now, with a link that signs in."""
    course, user = made.course, made.user
    subject = _("%(who)s invites you to build “%(course)s”") % {"who": str(by), "course": course.title}
    send_email(
        to=user.email,
        subject=subject,
        template="courses/mail/invitation",
        context={
            "title": subject,
            "course": course,
            "by": by,
            "url": sign_in_url(user, path_to("studio_courses:outline", course.key), INVITATION_LIFETIME),
        },
        purpose="co_author",
        once_key=f"co-author:{made.key}",
        reply_to=by.email,
    )


def send_question(made: Approval) -> None:
    """That an author asks for a review of a course or of something in it."""
    write_question(made, title=made.title, about=made.course.title, url=tenant_url(_page(made)))


def write_question(made: Any, *, title: str, about: str, url: str) -> None:
    """That an author asks for a review: to each owner and member of staff, once for each request."""
    subject = _("%(who)s asks for a review of “%(title)s”") % {"who": str(made.asked_by), "title": title}
    reviewers = User.objects.filter(is_active=True, roles__role__in=OVERSEERS).distinct().order_by("pk")
    for user in reviewers:
        send_email(
            to=user.email,
            subject=subject,
            template="courses/mail/question",
            context={"title": subject, "approval": made, "about": about, "url": url},
            purpose="review_asked",
            once_key=f"review-asked:{made.key}:{user.key}",
            reply_to=made.asked_by.email if made.asked_by else "",
        )


def send_verdict(made: Approval) -> None:
    """What was decided about a course or something in it."""
    write_verdict(
        made,
        title=made.title,
        about=made.course.title,
        url=tenant_url(_desk(made)),
        label=_("Open the lesson") if made.proposal_id else _("Open the course"),
        later=made.due_at or (made.lesson.publishes_at if made.lesson else None),
    )


def write_verdict(made: Any, *, title: str, about: str, url: str, label: str, later: datetime | None = None) -> None:
    """What was decided, to who asked; once for each request."""
    if made.asked_by is None or not made.asked_by.is_active:
        return
    approved = made.verdict == Verdict.APPROVED
    said = _("Approved: “%(title)s”") if approved else _("Sent back: “%(title)s”")
    subject = said % {"title": title}
    send_email(
        to=made.asked_by.email,
        subject=subject,
        template="courses/mail/verdict",
        context={
            "title": subject,
            "approval": made,
            "approved": approved,
            "about": about,
            "later": later,
            "label": label,
            "url": url,
        },
        purpose="review_decided",
        once_key=f"review-decided:{made.key}",
        reply_to=made.decided_by.email if made.decided_by else "",
    )


def send_package(work: PackageExport | PackageImport) -> None:
    """What became of a package, to who asked; once for each end."""
    if work.by is None or not work.by.is_active:
        return
    kind = ("out" if isinstance(work, PackageExport) else "in", bool(work.refused))
    subject = str(_PACKAGES[kind]) % {"name": work.course.title if work.course else work.name}
    send_email(
        to=work.by.email,
        subject=subject,
        template="courses/mail/package",
        context={"title": subject, "work": work, "url": tenant_url(path_to("studio_courses:packages"))},
        purpose="course_package",
        once_key=f"course-package:{work.key}:{work.begun}",
    )


_PACKAGES = {
    ("out", False): gettext_lazy("The package of “%(name)s” is ready"),
    ("out", True): gettext_lazy("“%(name)s” could not be packed"),
    ("in", False): gettext_lazy("“%(name)s” is imported"),
    ("in", True): gettext_lazy("“%(name)s” was not imported"),
}


def send_hidden(review: CourseReview) -> None:
    """That visitors do not read a review, and why; once for each reason."""
    _send_about(review, _SUBJECTS["hidden"], f"review-hidden:{review.key}:{_stamp(review.moderated_at)}", review.reason)


def send_reply(review: CourseReview, *, by: User) -> None:
    """That a review is answered; once for each answer."""
    _send_about(
        review, _SUBJECTS["answered"], f"review-answered:{review.key}:{_stamp(review.answered_at)}", review.answer
    )


_SUBJECTS = {
    "hidden": gettext_lazy("Your review of “%(course)s” is not shown"),
    "answered": gettext_lazy("An answer to your review of “%(course)s”"),
}


def _send_about(review: CourseReview, subject: Any, once_key: str, words: str) -> None:
    person, course = review.person, review.course
    with translation.override(person.language or translation.get_language()):
        title = str(subject) % {"course": course.title}
    send_email(
        to=person.email,
        subject=title,
        template="courses/mail/review",
        context={"title": title, "words": words, "url": tenant_url(path_to("courses:review", course.slug))},
        purpose="course_review",
        once_key=once_key,
        language=person.language or None,
    )


def _desk(made: Approval) -> str:
    """Where the author goes on."""
    if made.proposal_id is not None and made.lesson is not None:
        return path_to("studio_courses:lesson", made.course.key, made.lesson.key)
    return path_to("studio_courses:outline", made.course.key)


def _page(made: Approval) -> str:
    return path_to("studio_approvals:approval", made.key)


def _stamp(at: datetime | None) -> str:
    return at.isoformat() if at else ""
