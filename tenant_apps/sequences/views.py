"""The unsubscribe page, which needs no sign-in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from marque.kit.signing import BadSignature, unsign
from tenant_apps.people.models import Person
from tenant_apps.sequences import actions
from tenant_apps.sequences.letters import PURPOSE


# mail programs post here by themselves (RFC 8058); the signed token is the proof
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then stop. A GET changes nothing: link scanners open every address in a mail."""
    try:
        person = Person.objects.filter(key=unsign(PURPOSE, token)).first()
    except BadSignature as error:
        raise Http404 from error
    if person is None:
        raise Http404
    if request.method == "POST":
        actions.opt_out(person=person)
    stopped = request.method == "POST"
    return render(request, "sequences/stop.html", {"person": person, "stopped": stopped})
