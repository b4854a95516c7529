"""Vendors' webhooks as they came, for operators: what could not be brought to a business, and trying again."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marque.console.permissions import operator_required
from shared_apps.inbox import actions
from shared_apps.inbox.models import Notice
from shared_apps.tenants.models import Tenant

_PER_PAGE = 50


@require_safe
@operator_required
def list_notices(request: HttpRequest) -> HttpResponse:
    """What is in trouble first; `all` shows everything. Searched by what a vendor's own pages show."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:120]
    rows = Notice.objects.all() if "all" in request.GET or words else Notice.objects.in_trouble()
    if words:
        rows = rows.filter(Q(event_id=words) | Q(account=words) | Q(reference=words) | Q(kind=words))
    page = Paginator(rows.defer("body").order_by("-received_at", "-pk"), _PER_PAGE).get_page(request.GET.get("page"))
    names = {row.id: row for row in Tenant.objects.filter(id__in={row.tenant_id for row in page})}
    context = {
        "page": page,
        "rows": [(row, names.get(row.tenant_id)) for row in page],
        "q": words,
        "all": "all" in request.GET,
        "troubled": Notice.objects.in_trouble().count(),
        "waiting": Notice.objects.waiting().filter(problem="").count(),
    }
    return render(request, "console/inbox.html", context)


@require_POST
@operator_required
def replay(request: HttpRequest, number: int) -> HttpResponse:
    """Try one again; written into the audit log."""
    notice = get_object_or_404(Notice, pk=number)
    notice = actions.replay_notice(notice=notice, by=request.user.email)  # type: ignore[union-attr]
    if notice.processed_at:
        messages.success(request, _("Handled. What had been done before was not done twice."))
    else:
        messages.error(request, notice.problem)
    return redirect("console_inbox")
