"""Emails that learners stop."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tenant_apps.learning import actions
from tenant_apps.learning.letters import PURPOSE
from tenant_apps.learning.stopping import stopping
from tenant_apps.people.models import Person


# mail programs post here by themselves (RFC 8058); the signed token is the proof
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def digest_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the email of a morning."""

    def stop(person: Person) -> None:
        actions.set_digests(person=person, on=False, by=person)

    return stopping(request, token, purpose=PURPOSE, stop=stop, template="learning/stop.html")
