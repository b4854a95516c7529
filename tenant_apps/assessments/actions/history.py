"""What questions said before: written down each time one is written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Max

from marque.kit.clock import now as clock_now
from tenant_apps.assessments.models import QuestionVersion


def note_version(
    sheet: dict[str, Any], *, by: Any, before: dict[str, Any] | None = None, bank: UUID | None = None
) -> None:
    """Note what a question says from now on; the caller holds it. `before` is noted first where nothing is yet.

    The same words again are no new version.
    """
    rows = QuestionVersion.objects.filter(question=sheet["key"])
    last = rows.first()
    if last is None and before is not None and before != sheet:
        last = _note(before, 1, "", bank)
    if last is None or last.sheet != sheet:
        number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
        _note(sheet, number, str(getattr(by, "email", by) or "")[:254], bank)


def _note(sheet: dict[str, Any], number: int, by: str, bank: UUID | None) -> QuestionVersion:
    return QuestionVersion.objects.create(
        question=sheet["key"], bank=bank, number=number, sheet=sheet, written_at=clock_now(), written_by=by
    )
