"""How safe the businesses are: when each was last backed up, and when a backup was last proven."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from marque.console.permissions import operator_required
from shared_apps.copies.models import Backup, Drill
from shared_apps.copies.queries import Safety, backed_up_tenants, safety_of
from shared_apps.tenants.models import Tenant

_PER_PAGE = 50
Row = tuple[Tenant, Safety, bool, bool]


@require_GET
@operator_required
def list_backups(request: HttpRequest) -> HttpResponse:
    """Everybody's last backup and last drill that passed, the most worrying first."""
    rows = _rows(timezone.now())
    context = {
        "page": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
        "total": len(rows),
        "late": sum(late for _row, _safety, late, _unproven in rows),
        "unproven": sum(unproven for _row, _safety, _late, unproven in rows),
        "new": sum(not (safety.backup_at and safety.drill_at) for _row, safety, *_old in rows),
        "last_drill": Drill.objects.exclude(passed_at=None).order_by("-passed_at").first(),
        "failures": Backup.objects.exclude(error="").order_by("-taken_at")[:10],
        "failed_drills": Drill.objects.exclude(error="").order_by("-started_at")[:10],
    }
    return render(request, "console/backups.html", context)


def _rows(now: datetime) -> list[Row]:
    tenants = list(backed_up_tenants())
    safe = zip(tenants, safety_of(tenants), strict=True)
    rows = [(row, safety, safety.backup_is_old(now), safety.drill_is_old(now)) for row, safety in safe]
    return sorted(rows, key=lambda one: (not one[2], not one[3], one[1].backup_at or one[1].since))
