"""Inviting people to the team."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from marque.kit.tenancy.context import require_tenant
from tenant_apps.accounts import actions
from tenant_apps.accounts.links import INVITATION_LIFETIME, sign_in_url
from tenant_apps.accounts.models import Role, RoleAssignment, User


def members() -> list[tuple[User, RoleAssignment]]:
    """Who works here, in what role, owners first."""
    order = {role: place for place, role in enumerate(Role.values)}
    rows = RoleAssignment.objects.exclude(role=Role.LEARNER).select_related("user").order_by("created_at")
    return sorted(((row.user, row) for row in rows), key=lambda pair: order[pair[1].role])


def member(key: UUID) -> User | None:
    """One of them."""
    working = RoleAssignment.objects.exclude(role=Role.LEARNER)
    return User.objects.filter(key=key, roles__in=working).distinct().first()


@transaction.atomic
def invite(*, email: str, name: str, role: str, by: User) -> User:
    """Give somebody a login and a role, and write to them; raises actions.NotAllowed."""
    user = actions.register(email=email, name=name, by=by)
    actions.change_role(user=user, role=role, by=by)
    write_to(user=user, role=role, by=by)
    return user


def write_to(*, user: User, role: str, by: User) -> None:
    """The invitation, with a link that signs in."""
    tenant = require_tenant()
    send_email(
        to=user.email,
        subject=_("%(who)s invites you to %(name)s") % {"who": str(by), "name": tenant.name},
        template="studio/mail/invitation",
        context={
            "by": by,
            "role": Role(role).label,
            "sign_in_url": sign_in_url(user, path_to("wagtailadmin_home"), INVITATION_LIFETIME),
        },
        purpose="invitation",
        reply_to=by.email,
    )
