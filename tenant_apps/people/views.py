"""A person's own account page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tenant_apps.people import actions
from tenant_apps.people.forms import ProfileForm
from tenant_apps.people.panels import panels_for
from tenant_apps.people.queries import our_person


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Profile, orders, sign-in."""
    person = our_person(request)
    initial = {"name": person.name, "time_zone": person.time_zone, "language": person.language}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        met = actions.meet(email=request.user.email, user=request.user)
        actions.change_profile(person=met, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("people:account")
    panels = panels_for("account", person) if person.pk else []
    context = {"person": person, "form": form, "panels": panels}
    return render(request, "people/account.html", context, status=422 if form.errors else 200)
