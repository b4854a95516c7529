"""The team: who works here, in which role."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marque.kit.errors import Refused
from tenant_apps.accounts import actions
from tenant_apps.accounts.models import Role, User
from tenant_apps.accounts.permissions import has_role, role_required
from tenant_apps.studio import team as people
from tenant_apps.studio.forms import InvitationForm, team_roles

managers = role_required(Role.OWNER, Role.STAFF)


@managers
def team(request: HttpRequest) -> HttpResponse:
    """Everybody, and a form to invite one more."""
    owner = has_role(request.user, Role.OWNER)
    form = InvitationForm(request.POST or None, may_make_owners=owner)
    if request.method == "POST" and form.is_valid() and _invite(request, form):
        return redirect("studio:team")
    values = {"members": people.members(), "form": form, "roles": team_roles(owners=owner), "is_owner": owner}
    return render(request, "studio/team.html", values, status=422 if form.errors else 200)


def _invite(request: HttpRequest, form: InvitationForm) -> bool:
    try:
        user = people.invite(by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Invitation sent to %s.") % user.email)
    return True


@managers
@require_POST
def change_role(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another role."""
    user, role = _member(key), request.POST.get("role", "")
    if role not in Role.values or role == Role.LEARNER:
        raise Http404
    return _tried(request, lambda: actions.change_role(user=user, role=role, by=request.user), user)


@managers
@require_POST
def end_membership(request: HttpRequest, key: UUID) -> HttpResponse:
    """Off the team; the login stays, as a learner's."""
    user = _member(key)
    return _tried(request, lambda: actions.leave_team(user=user, by=request.user), user)


@managers
@require_POST
def invite_again(request: HttpRequest, key: UUID) -> HttpResponse:
    """The invitation once more."""
    user = _member(key)
    role = user.roles.exclude(role=Role.LEARNER).values_list("role", flat=True)[0]
    return _tried(request, lambda: people.write_to(user=user, role=role, by=request.user), user)


def _member(key: UUID) -> User:
    user = people.member(key)
    if user is None:
        raise Http404
    return user


def _tried(request: HttpRequest, act: Callable[[], object], user: User) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done: %s.") % user)
    return redirect("studio:team")
