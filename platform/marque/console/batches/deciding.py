"""What operators decide about a file, each said first and confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from marque.console.batches import making, settling
from marque.console.batches.forms import NoForm, ReasonForm
from marque.console.permissions import operator_required
from marque.kit.errors import Refused
from marque.kit.ids import read_code
from shared_apps.settlements.models import BatchLine, PlatformBatch


@dataclass(frozen=True)
class Act:
    """A thing to decide: how it is called, what follows, and who does it."""

    label: Any
    says: Any
    do: Callable[[PlatformBatch, list[int], dict[str, Any], str], PlatformBatch]
    form: type[forms.Form] = NoForm
    tone: str = ""


ACTS = {
    "completion": Act(
        _("Finish making it"),
        _("It was cut off while it was made. Its payouts are read again, and the file is written."),
        lambda batch, lines, asked, by: making.finish(batch=batch, by=by),
    ),
    "sending": Act(
        _("Mark as sent"),
        _("The bank has the file. Next it is settled, or payouts in it fail."),
        lambda batch, lines, asked, by: settling.mark_sent(batch=batch, by=by),
    ),
    "settlement": Act(
        _("Mark as paid"),
        _("Every payout in it that has not failed is paid: each business's books say so, and everybody gets an email."),
        lambda batch, lines, asked, by: settling.settle(batch=batch, by=by),
    ),
    "failure": Act(
        _("Mark as not paid"),
        _("The bank did not pay these, or sent them back. The money returns to each wallet, and its owner reads why."),
        lambda batch, lines, asked, by: settling.fail(batch=batch, lines=lines, by=by, **asked),
        ReasonForm,
        "bad",
    ),
    "voiding": Act(
        _("Make it void"),
        _("Nobody is paid by this file: its payouts wait again. Make sure that the bank does not carry it out."),
        lambda batch, lines, asked, by: settling.void(batch=batch, by=by, **asked),
        ReasonForm,
        "bad",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
def decide(request: HttpRequest, code: str, noun: str) -> HttpResponse:
    """Say what follows, ask once more, and do it; the same again finishes what was cut off."""
    batch = get_object_or_404(PlatformBatch.objects.defer("sealed_file"), code=read_code(code))
    act, given = ACTS[noun], request.POST or request.GET
    numbers = [int(text) for text in given.getlist("line") if text.isdecimal() and len(text) < 19]
    form = act.form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            batch = act.do(batch, numbers, form.cleaned_data, request.user.email)  # type: ignore[union-attr]
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            _tell(request, batch)
        return redirect("console_batch", code=batch.code)
    lines = BatchLine.objects.live().filter(batch=batch, pk__in=numbers).select_related("batch").order_by("pk")
    context = {"batch": batch, "act": act, "form": form, "lines": lines, "asks_lines": noun == "failure"}
    return render(request, "console/batch_act.html", context, status=422 if form.errors else 200)


def _tell(request: HttpRequest, batch: PlatformBatch) -> None:
    left = batch.lines.live().unwritten().count()
    if left:
        messages.error(request, _now("%(n)s payouts are not in their books yet. Do the same again.") % {"n": left})
    else:
        messages.success(request, _now("Done."))
