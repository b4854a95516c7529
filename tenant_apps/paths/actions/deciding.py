"""What becomes of a request about a path: kept, noted, and told to who asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marque.kit.clock import now as clock_now
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.accounts.models import User
from tenant_apps.courses.models import Verdict
from tenant_apps.paths import letters
from tenant_apps.paths.models import Path, PathApproval


def decide(found: PathApproval, verdict: str, by: Any, at: datetime | None = None) -> PathApproval:
    """Keep what was decided, and write to who asked."""
    found.verdict, found.decided_at = verdict, at or clock_now()
    found.decided_by = by if isinstance(by, User) else None
    found.save(update_fields=["verdict", "decided_at", "decided_by", "reason"])
    note(f"course.review_{verdict}", found, by)
    letters.send_verdict(found)
    return found


def answer_by_publishing(path: Path, by: Any, at: datetime | None = None) -> None:
    """Whoever publishes a path has approved it: nothing is left to ask about."""
    for found in PathApproval.objects.waiting().filter(path=path).select_related("path", "asked_by"):
        decide(found, Verdict.APPROVED, by, at)


def note(action: str, found: PathApproval, by: Any) -> None:
    """Write into the log who did what with a request."""
    data = {"reason": found.reason} if found.reason else {}
    who = by.email if isinstance(by, User) else str(by or "")
    audit.record(by=who, action=action, target=found.title, tenant_id=require_tenant().id, data=data)
