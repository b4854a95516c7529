"""Sequences: the list, one with its emails, one email."""

from __future__ import annotations

from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit.errors import Refused
from tenant_apps.sequences import actions, letters, queries
from tenant_apps.sequences.models import Sequence
from tenant_apps.sequences.permissions import may_write
from tenant_apps.sequences.studio.forms import PlaceForm, SequenceForm, StepForm


@may_write
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every sequence."""
    return render(request, "sequences/studio/index.html", {"sequences": queries.sequences()})


@may_write
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin one."""
    form = SequenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.create_sequence(by=request.user, **form.cleaned_data)
        return redirect("studio_sequences:sequence", made.key)
    return render(request, "sequences/studio/new.html", {"form": form})


@may_write
@require_GET
def sequence(request: HttpRequest, key: UUID) -> HttpResponse:
    """Its emails, one under the other, with the one chosen beside them."""
    found = get_object_or_404(Sequence.objects.select_related("course"), key=key)
    steps = list(queries.steps_of(found))
    picked = next((step for step in steps if str(step.key) == request.GET.get("step")), steps[0] if steps else None)
    subject = letters.fill(picked.subject, letters.sample_names(found.course)) if picked else ""
    context = {"sequence": found, "steps": steps, "picked": picked, "subject": subject}
    context["figures"] = queries.figures(found)
    return render(request, "sequences/studio/sequence.html", context)


def _as_it_is(found: Sequence) -> dict[str, object]:
    return {"name": found.name, "course": found.course_id, "trigger": found.trigger}


@may_write
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, key: UUID) -> HttpResponse:
    """Name and course."""
    found = get_object_or_404(Sequence, key=key)
    form = SequenceForm(request.POST or None, initial=_as_it_is(found))
    if request.method == "POST" and form.is_valid():
        actions.update_sequence(sequence=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("studio_sequences:sequence", key)
    return render(request, "sequences/studio/new.html", {"form": form, "sequence": found})


@may_write
@require_POST
def running(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start or pause."""
    found = get_object_or_404(Sequence, key=key)
    try:
        if request.POST.get("state") == "off":
            actions.pause_sequence(sequence=found, by=request.user)
            messages.success(request, _("Paused. Nobody loses their place."))
        else:
            actions.start_sequence(sequence=found, by=request.user)
            messages.success(request, _("Running. New learners get it from now on."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("studio_sequences:sequence", key)


@may_write
@require_POST
def removal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete a sequence."""
    actions.delete_sequence(sequence=get_object_or_404(Sequence, key=key), by=request.user)
    messages.success(request, _("Deleted the sequence."))
    return redirect("studio_sequences:index")


@may_write
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, key: UUID, step: UUID | None = None) -> HttpResponse:
    """Write an email, or rewrite one."""
    found = get_object_or_404(Sequence, key=key)
    known = get_object_or_404(found.steps, key=step) if step else None
    form = StepForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        if known is None:
            known = actions.add_step(sequence=found, by=request.user, **form.cleaned_data)
        else:
            actions.update_step(step=known, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved “%(subject)s”.") % {"subject": known.subject})
        return redirect("studio_sequences:sequence", key)
    return render(request, "sequences/studio/step.html", {"sequence": found, "step": known, "form": form})


@may_write
@require_GET
@xframe_options_sameorigin
@csp_update({"style-src": "'unsafe-inline'"})  # emails carry their styles with them
def preview(request: HttpRequest, key: UUID, step: UUID) -> HttpResponse:
    """The email as a learner called Sofia gets it."""
    found = get_object_or_404(Sequence.objects.select_related("course"), key=key)
    return HttpResponse(letters.sample(get_object_or_404(found.steps, key=step), found.course))


@may_write
@require_POST
def position(request: HttpRequest, key: UUID, step: UUID) -> HttpResponse:
    """Put an email somewhere else."""
    form = PlaceForm(request.POST)
    moved = get_object_or_404(get_object_or_404(Sequence, key=key).steps, key=step)
    if form.is_valid():
        actions.move_step(step=moved, by=request.user, **form.cleaned_data)
    return redirect("studio_sequences:sequence", key)


@may_write
@require_POST
def step_removal(request: HttpRequest, key: UUID, step: UUID) -> HttpResponse:
    """Delete an email."""
    gone = get_object_or_404(get_object_or_404(Sequence, key=key).steps, key=step)
    actions.delete_step(step=gone, by=request.user)
    messages.success(request, _("Deleted “%(subject)s”.") % {"subject": gone.subject})
    return redirect("studio_sequences:sequence", key)
