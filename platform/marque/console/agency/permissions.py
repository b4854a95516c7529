"""Agency people: users of the platform's own tenant who work at an agency."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from shared_apps.agencies.models import Agency
from shared_apps.agencies.queries import agency_of_person
from shared_apps.tenants.models import Tenant

View = Callable[..., HttpResponse]


def agency_required(view: View) -> View:
    """Let agency people in, with their agency; strangers sign in first, others are told whom to ask."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.tenant.type != Tenant.Type.PLATFORM:
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        agency = agency_of_person(request.user.key)
        if agency is None:
            return render(request, "agency/nobodys.html", status=403)
        if agency.state != Agency.State.ACTIVE and request.method == "POST":
            return render(request, "agency/closed.html", {"agency": agency}, status=403)
        return view(request, agency, *args, **kwargs)

    return guarded
