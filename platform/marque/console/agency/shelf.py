"""An agency's blueprints: what its businesses may start from, and how one of them becomes another start."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from marque.console.agency.forms import BlueprintForm
from marque.console.agency.permissions import agency_required
from marque.console.agency.views import actor_of, with_frame
from marque.kit.errors import Refused
from provisioning.blueprints.shelf import blueprints
from provisioning.fleet import ask_for_blueprint
from shared_apps.agencies.models import Agency


@require_http_methods(["GET", "POST"])
@agency_required
def list_blueprints(request: HttpRequest, agency: Agency) -> HttpResponse:
    """The agency's own and the platform's; and a form that keeps a business as one."""
    form = BlueprintForm(request.POST or None, agency=agency)
    if request.method == "POST" and form.is_valid():
        try:
            operation = ask_for_blueprint(agency=agency, by=actor_of(request, agency), **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return redirect("agency_operation", operation_id=operation.id)
    shelves = {"own": blueprints(agency.slug), "given": blueprints()}
    context = {"form": form, "tab": "blueprints", **shelves}
    return render(request, "agency/blueprints.html", with_frame(agency, context), status=422 if form.errors else 200)
