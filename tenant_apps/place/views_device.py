"""The learner's place on a device: its worker, what may be kept, and the page for where there is no line."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from marque.kit.clock import now
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.permissions import enrolled
from tenant_apps.people.queries import person_for_request
from tenant_apps.place.forms import KeptForm, PlanForm
from tenant_apps.place.keeping import plan_for, still_kept
from tenant_apps.place.who import who
from themes.brand import current_brand

# what the page without a line is made of; the rest of a page's files are kept when it is opened
_SHELL = (
    "css/pages/dashboard.css css/pages/notes.css js/site.js js/account-menu.js js/busy-form.js js/copy-button.js"
    " js/dialogs.js js/local-time.js js/press-again.js js/toast-stack.js"
    " place/device.js place/offline-list.js place/kept.js place/keys.js place/outbox.js"
)


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of this business; another brand or another release is another version of it."""
    brand = current_brand()
    shell = [reverse("place:offline"), brand.stylesheet_url, brand.icon_url, *map(static, _SHELL.split())]
    scripts = [static("place/keys.js"), static("place/worker.js")]
    version = sha256(json.dumps([shell, scripts, brand.language]).encode()).hexdigest()[:16]
    told = {"version": version, "offline": shell[0], "shell": shell}
    body = f"self.PLACE = {json.dumps(told)};\nimportScripts({', '.join(map(json.dumps, scripts))});\n"
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is on this device. The page itself says nothing of anybody: the device fills it."""
    return render(request, "place/offline.html")


@never_cache
@require_safe
@enrolled
def plan(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """What may be kept of a course or, with `lesson`, of that one."""
    form = PlanForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"lessons": []}, status=400)
    found = plan_for(enrolment, now(), lesson=form.cleaned_data["lesson"])
    told = [each.as_told() for each in found]
    return JsonResponse({"who": who(enrolment.person), "course": enrolment.course.title, "lessons": told})


@csrf_exempt  # it changes nothing, and nobody else's page can read the answer
@never_cache
@require_POST
def device(request: HttpRequest) -> HttpResponse:
    """Which of the lessons on a device may stay there. 401 for nobody, 409 for another person's device."""
    person = person_for_request(request)
    form = KeptForm(request.POST)
    if person is None:
        return JsonResponse({"who": ""}, status=401)
    if not form.is_valid():
        return JsonResponse({"who": who(person)}, status=400)
    asked: dict[str, Any] = form.cleaned_data
    if asked["who"] != who(person):
        return JsonResponse({"who": who(person)}, status=409)
    return JsonResponse({"who": asked["who"], "stays": still_kept(person, asked["lessons"], now())})
