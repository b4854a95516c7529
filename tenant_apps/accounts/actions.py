"""The only writes to logins, roles and sign-in links."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, models, transaction
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from shared_apps.plans.limits import require_room
from tenant_apps.accounts.events import EmailVerified, RoleAssigned, RoleRemoved, UserRegistered
from tenant_apps.accounts.models import Role, RoleAssignment, SignInLink, User
from tenant_apps.accounts.roles import group_of


class LinkUsed(Refused):
    """The sign-in link did its work already, or is too old."""

    message = _("This link was used before, or it is too old.")


class LastOwner(Refused):
    """A business always has an owner."""

    message = _("%(name)s is the only owner. Make somebody else an owner first.")


class NotAllowed(Refused):
    """The actor may not hand out this role."""

    message = _("Only an owner can do that.")


@transaction.atomic
def register(
    *, email: str, name: str = "", password: str | None = None, verified: bool = False, by: User | None = None
) -> User:
    """The login of an address, made when it is missing; of an existing one only a missing name is filled in."""
    email = email.strip().lower()
    user = User.objects.filter(email__iexact=email).first() or _create(email, name, password)
    if name and not user.name:
        user.name = name
        user.save(update_fields=["name"])
    if verified:
        verify_email(user=user, by=by)
    return user


def _create(email: str, name: str, password: str | None) -> User:
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name[:150])
    except IntegrityError:  # somebody was quicker
        return User.objects.get(email__iexact=email)
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    publish(UserRegistered(user_id=user.pk))
    return user


@transaction.atomic
def verify_email(*, user: User, by: User | None = None) -> None:
    """Note that the address is theirs; a password chosen by whoever claimed it before is void."""
    address, _created = EmailAddress.objects.select_for_update().get_or_create(
        user=user, email=user.email.lower(), defaults={"primary": True}
    )
    if address.verified or not address.set_verified():
        return
    publish(EmailVerified(user_id=user.pk))


@transaction.atomic
def void_unproven_password(*, user: User) -> None:
    """Drop a password set before anybody proved the address theirs; they sign in by email until they set one.

    Else somebody could register a stranger's address, wait for the stranger to buy, and walk in. A new unusable
    password also ends every session begun before the proof, such as that of a checkout with a stranger's address.
    """
    if not is_proven(user):
        user.set_unusable_password()
        user.save(update_fields=["password"])


@transaction.atomic
def make_sign_in_link(*, user: User, next_url: str = "", lifetime: timedelta) -> SignInLink:
    """A link that signs somebody in once; their dead links are swept."""
    now = clock.now()
    user.sign_in_links.filter(expires_at__lt=now - timedelta(days=1)).delete()
    inside = next_url.startswith("/") and url_has_allowed_host_and_scheme(next_url, None)
    safe = next_url if inside else ""
    return SignInLink.objects.create(user=user, next_url=safe[:500], expires_at=now + lifetime)


@transaction.atomic
def use_sign_in_link(*, link: SignInLink) -> User:
    """Spend a link: its user has shown that the address is theirs; raises LinkUsed."""
    now = clock.now()
    if not SignInLink.objects.open(now).filter(pk=link.pk, user__is_active=True).update(used_at=now):
        raise LinkUsed()
    void_unproven_password(user=link.user)
    verify_email(user=link.user)
    return link.user


@transaction.atomic
def assign_role(*, user: User, role: str, by: User | None) -> RoleAssignment:
    """Give a role; doing it twice changes nothing.

    Raises LimitReached, and NotAllowed when a non-owner makes an owner.
    """
    if by is not None and role == Role.OWNER and not is_owner(by):
        raise NotAllowed()
    if role != Role.LEARNER and not user.roles.exclude(role=Role.LEARNER).exists():
        require_room("staff")
    assignment, created = RoleAssignment.objects.get_or_create(user=user, role=role, defaults={"assigned_by": by})
    group = group_of(Role(role))
    if group:
        user.groups.add(group)
    if created:
        publish(RoleAssigned(user_id=user.pk, role=str(role)))
    return assignment


@transaction.atomic
def remove_role(*, user: User, role: str, by: User | None) -> None:
    """Take a role away; raises LastOwner or NotAllowed."""
    if role == Role.OWNER:
        if by is not None and not is_owner(by):
            raise NotAllowed()
        owners = set(_owners().select_for_update().values_list("user_id", flat=True))
        if owners == {user.pk}:
            raise LastOwner(name=str(user))
    removed, _details = RoleAssignment.objects.filter(user=user, role=role).delete()
    group = group_of(Role(role))
    if group:
        user.groups.remove(group)
    if removed:
        publish(RoleRemoved(user_id=user.pk, role=str(role)))


@transaction.atomic
def change_role(*, user: User, role: str, by: User | None) -> RoleAssignment:
    """Let somebody on the team hold this role and no other; raises LastOwner or NotAllowed."""
    assignment = assign_role(user=user, role=role, by=by)
    for other in user.roles.exclude(role__in=(role, Role.LEARNER)).values_list("role", flat=True):
        remove_role(user=user, role=other, by=by)
    return assignment


@transaction.atomic
def leave_team(*, user: User, by: User | None) -> None:
    """Take every creator's role away; the login stays; raises LastOwner or NotAllowed."""
    for role in user.roles.exclude(role=Role.LEARNER).values_list("role", flat=True):
        remove_role(user=user, role=role, by=by)


def is_proven(user: User) -> bool:
    """Whether somebody has shown that the login's address is theirs."""
    return EmailAddress.objects.filter(user=user, email=user.email.lower(), verified=True).exists()


def is_owner(user: User) -> bool:
    """Whether somebody is an owner, asked of the database: this decides about power."""
    return _owners().filter(user=user).exists()


def _owners() -> models.QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(role=Role.OWNER, user__is_active=True)
