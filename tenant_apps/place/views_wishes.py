"""What a learner wants to be written and shown."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tenant_apps.learning import actions as learning
from tenant_apps.learning import queries
from tenant_apps.learning.release import zone_of
from tenant_apps.learning.stopping import stopping
from tenant_apps.people.models import Person
from tenant_apps.people.queries import our_person
from tenant_apps.place import actions
from tenant_apps.place.forms import WishesForm
from tenant_apps.place.letters import DUE, LIVE, PURPOSE


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """Reminders, letters about dates ahead, the email of a morning, the rhythm on the dashboard."""
    person = our_person(request)
    if not person.pk:
        raise Http404
    form = WishesForm(request.POST or None, initial=WishesForm.of(person, queries.choice_of(person)))
    if request.method == "POST" and form.is_valid():
        _grant(person, form)
        messages.success(request, _("Saved."))
        return redirect("place:wishes")
    context = {"form": form, "zone": zone_of(person)}
    return render(request, "place/wishes.html", context, status=422 if form.errors else 200)


def _grant(person: Person, form: WishesForm) -> None:
    said = form.cleaned_data
    if said["reminds"]:
        actions.remind(person=person, days=said["days"], hour=said["hour"], by=person)
    else:
        actions.stop_reminders(person=person, by=person)
    actions.set_dates(person=person, due=said["due"], live=said["live"])
    learning.set_digests(person=person, on=said["digest"], by=person)
    learning.set_rhythm(person=person, on=said["rhythm"], by=person)


# mail programs post here by themselves (RFC 8058); the signed token is the proof
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop reminders."""

    def stop(person: Person) -> None:
        actions.stop_reminders(person=person)

    return stopping(request, token, purpose=PURPOSE, stop=stop, template="place/stop.html")


# the same
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def due_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop letters about what is due."""

    def stop(person: Person) -> None:
        actions.set_dates(person=person, due=False)

    return stopping(request, token, purpose=DUE, stop=stop, template="place/stop_due.html")


# the same
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def live_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop letters before live sessions."""

    def stop(person: Person) -> None:
        actions.set_dates(person=person, live=False)

    return stopping(request, token, purpose=LIVE, stop=stop, template="place/stop_live.html")
