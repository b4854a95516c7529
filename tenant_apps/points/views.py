"""A member's points."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marque.kit.errors import Refused
from tenant_apps.learning.release import zone_of
from tenant_apps.people.models import Person
from tenant_apps.people.queries import our_person
from tenant_apps.points import actions, queries
from tenant_apps.points.forms import BoardForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: HttpRequest) -> HttpResponse:
    """Points, level and what they were given for; POST joins or leaves the list."""
    person, rules = our_person(request), queries.point_rules()
    if not person.pk or not rules.on_since:
        raise Http404
    standing = queries.standing_of(person)
    chosen = {"shown": standing.on_board, "name": standing.board_name}
    form = BoardForm(request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid() and _stand(person, form):
        messages.success(request, _("Saved."))
        return redirect("points:mine")
    context = {"standing": standing, "given": queries.given_to(person), "zone": zone_of(person)}
    if rules.board_since:
        context |= {"board": queries.board(person), "form": form}
    return render(request, "points/mine.html", context, status=422 if form.errors else 200)


def _stand(person: Person, form: BoardForm) -> bool:
    try:
        if form.cleaned_data["shown"]:
            actions.join_board(person=person, name=form.cleaned_data["name"])
        else:
            actions.leave_board(person=person)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
