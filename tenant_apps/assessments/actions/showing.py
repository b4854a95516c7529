"""What the team and visitors may do about portfolios: switch them on, report a piece, hide it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.assessments.models import PieceReport, PortfolioPiece, PortfolioPolicy
from tenant_apps.people.models import Person

# beyond these nobody learns anything new from one more
MOST_OPEN_REPORTS = 20


class WordsNeeded(Refused):
    """A reason that says nothing."""

    field = "words"
    message = _("Say what is wrong with it.")


@transaction.atomic
def set_portfolio_policy(*, is_on: bool, by: Any) -> PortfolioPolicy:
    """Say whether learners may show their works. Switched off, every portfolio is gone, and back when it is on."""
    policy, _made = PortfolioPolicy.objects.update_or_create(only=1, defaults={"is_on": is_on})
    _note("portfolios.policy", "", by, {"is_on": is_on})
    return policy


@transaction.atomic
def report_piece(
    *, piece: PortfolioPiece, person: Person | None, words: str, now: datetime | None = None
) -> PieceReport | None:
    """Tell the team of a piece, once for each person while it is open; None where they know. Raises WordsNeeded."""
    said = words.strip()[:500]
    if not said:
        raise WordsNeeded
    held = PortfolioPiece.objects.kept().select_for_update().filter(pk=piece.pk).first()
    if held is None:  # taken out while this was written
        return None
    unsettled = held.reports.filter(settled_at=None)
    if (person is not None and unsettled.filter(person=person).exists()) or unsettled.count() >= MOST_OPEN_REPORTS:
        return None
    return PieceReport.objects.create(piece=piece, person=person, words=said, reported_at=now or clock_now())


@transaction.atomic
def hide_piece(*, piece: PortfolioPiece, reason: str, by: Any, now: datetime | None = None) -> PortfolioPiece:
    """Show a piece to nobody but its maker, who reads why. Settles what was reported. Raises WordsNeeded."""
    at, why = now or clock_now(), reason.strip()[:300]
    if not why:
        raise WordsNeeded
    found = PortfolioPiece.objects.select_for_update().get(pk=piece.pk)
    found.hidden_at, found.hidden_because = found.hidden_at or at, why
    found.save(update_fields=["hidden_at", "hidden_because"])
    _settle(found, by, at)
    _note("portfolios.piece_hidden", str(found.key), by, {"reason": why})
    return found


@transaction.atomic
def uncover_piece(*, piece: PortfolioPiece, by: Any, now: datetime | None = None) -> PortfolioPiece:
    """Let a piece be seen: one that was hidden again, one that was reported still. Settles what was reported.

    One that its maker has taken out is gone for good, and may be shown anew.
    """
    found = PortfolioPiece.objects.select_for_update().get(pk=piece.pk)
    found.hidden_at, found.hidden_because = None, ""
    found.save(update_fields=["hidden_at", "hidden_because"])
    _settle(found, by, now or clock_now())
    _note("portfolios.piece_shown", str(found.key), by, {})
    if found.withdrawn_at is not None:
        found.delete()
    return found


def _settle(piece: PortfolioPiece, by: Any, at: datetime) -> None:
    piece.reports.filter(settled_at=None).update(settled_at=at, settled_by=by)


def _note(action: str, target: str, by: Any, data: dict[str, Any]) -> None:
    actor = str(getattr(by, "email", by))
    audit.record(by=actor, action=action, target=target, tenant_id=require_tenant().id, data=data)
