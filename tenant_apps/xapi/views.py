"""Learning records in the Studio: `/studio/settings/xapi/`, for owners. The log is the webhooks' own page."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from marque.kit.errors import Refused
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.webhooks.queries import last_refusal
from tenant_apps.xapi import actions
from tenant_apps.xapi.forms import HistoryForm, StoreForm
from tenant_apps.xapi.models import RecordStore
from tenant_apps.xapi.queries import history
from tenant_apps.xapi.statements import speaker

MOST = 100_000
owners = role_required(Role.OWNER)


@owners
@never_cache
@require_http_methods(["GET", "POST"])
def store(request: HttpRequest) -> HttpResponse:
    """Name the store, change it, and how it is."""
    known = _known()
    form = StoreForm(request.POST or None, store=known)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_store(**form.cleaned_data, by=request.user)
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Saved. Test the connection, so that you know it works."))
            return redirect("xapi_studio:store")
    return _page(request, known, form, HistoryForm())


@owners
@never_cache
@require_GET
def download(request: HttpRequest) -> Any:
    """What learners did in a course in a time, a statement a line."""
    form, known = HistoryForm(request.GET), _known()
    if not form.is_valid():
        return _page(request, known, StoreForm(store=known), form)
    course, (since, until) = form.cleaned_data["course"], form.moments()
    by = speaker(names_emails=known is not None and known.names_emails)
    # closed by the answer
    out, count = TemporaryFile(), 0  # noqa: SIM115
    for count, each in enumerate(history(by, course, since, until), start=1):
        out.write(f"{each.body}\n".encode())
        if count > MOST:
            form.add_error("until", _("That is more than %(most)d statements. Choose a shorter time.") % {"most": MOST})
            return _page(request, known, StoreForm(store=known), form)
    out.seek(0)
    days = {name: form.cleaned_data[name] for name in ("since", "until")}
    actions.note_download(course=course, **days, statements=count, by=request.user)
    name = f"statements-{course.slug}-{days['since']}.jsonl"
    return FileResponse(out, as_attachment=True, filename=name, content_type="application/x-ndjson")


def _page(request: HttpRequest, known: RecordStore | None, form: StoreForm, past: HistoryForm) -> HttpResponse:
    values = {"store": known, "endpoint": known.endpoint if known else None, "form": form, "past": past}
    values["refused"] = last_refusal(known.endpoint) if known else None
    wrong = form.errors or past.errors
    return render(request, "xapi/studio/store.html", values, status=422 if wrong else 200)


def _known() -> RecordStore | None:
    return RecordStore.objects.select_related("endpoint").first()
