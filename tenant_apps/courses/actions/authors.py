"""Who builds a course together: invited, removed, and who owns it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.accounts import actions as accounts
from tenant_apps.accounts.models import Role, User
from tenant_apps.courses import letters
from tenant_apps.courses.models import CoAuthor, Course
from tenant_apps.courses.permissions import courses_of, oversees, owns
from tenant_apps.people.actions import meet
from tenant_apps.people.models import Person
from tenant_apps.people.queries import person_of


class NotYours(Refused):
    """Only who owns a course says who else builds it."""

    message = _("Only the course’s owner and the owner and staff of the business can do that.")


class NotOnTheTeam(Refused):
    """An author invites authors; the business decides who is one."""

    message = _("Nobody with this email is on the team. Ask the owner of the business to invite them as an author.")
    field = "email"


class BuildsAlready(Refused):
    """There is nothing to invite them to."""

    message = _("%(name)s can build this course already.")
    field = "email"


def teacher_of(user: User) -> Person:
    """The person a creator teaches as, met when the business knows none yet."""
    return person_of(user) or meet(email=user.email, name=user.name, user=user)


@transaction.atomic
def invite_co_author(*, course: Course, email: str, by: User) -> CoAuthor:
    """Let somebody build a course too, and write to them; a stranger joins the team when owner or staff invite them.

    Raises NotYours, NotOnTheTeam, BuildsAlready and LimitReached.
    """
    if not owns(by, course):
        raise NotYours
    user = _invited(email, by)
    if courses_of(user).filter(pk=course.pk).exists():
        raise BuildsAlready(name=str(user))
    made, is_new = CoAuthor.objects.get_or_create(course=course, user=user, defaults={"invited_by": by})
    if not is_new:  # by another press meanwhile
        raise BuildsAlready(name=str(user))
    _note("course.co_author_added", course, by, user)
    letters.send_invitation(made, by=by)
    return made


@transaction.atomic
def remove_co_author(*, course: Course, user: User, by: User) -> None:
    """Take somebody off a course; who builds it may also leave by themselves. Raises NotYours."""
    if not (owns(by, course) or by.pk == user.pk):
        raise NotYours
    gone, _details = CoAuthor.objects.filter(course=course, user=user).delete()
    if gone:
        _note("course.co_author_removed", course, by, user)


@transaction.atomic
def hand_over(*, course: Course, user: User, by: User) -> Course:
    """Make a co-author the course's owner; the owner stays as a co-author. Raises NotYours."""
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    if not (owns(by, course) and CoAuthor.objects.filter(course=course, user=user).exists()):
        raise NotYours
    before = course.author.user if course.author else None
    CoAuthor.objects.filter(course=course, user=user).delete()
    if before is not None:
        CoAuthor.objects.get_or_create(course=course, user=before, defaults={"invited_by": by})
    course.author = teacher_of(user)
    course.save(update_fields=["author"])
    _note("course.handed_over", course, by, user)
    return course


def _invited(email: str, by: User) -> User:
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is not None and user.roles.filter(role__in=(Role.OWNER, Role.STAFF, Role.AUTHOR)).exists():
        return user
    if not oversees(by):
        raise NotOnTheTeam
    user = accounts.register(email=email, by=by)
    accounts.assign_role(user=user, role=Role.AUTHOR, by=by)
    return User.objects.get(pk=user.pk)


def _note(action: str, course: Course, by: User, user: User) -> None:
    data = {"user": user.email}
    audit.record(by=by.email, action=action, target=course.title, tenant_id=require_tenant().id, data=data)
