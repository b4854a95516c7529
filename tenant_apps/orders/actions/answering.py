"""What a business shows the bank in a dispute."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from tenant_apps.media import actions as media
from tenant_apps.media.formats import MEGABYTE, Kind
from tenant_apps.media.models import safe_name
from tenant_apps.orders.models import Dispute, Evidence

LARGEST = 10 * MEGABYTE
MOST_FILES = 20


class DisputeClosed(Refused):
    """The bank has decided, or has the answer."""

    message = _("The bank has your answer, or has decided. Nothing can be changed any more.")


class NoEvidence(Refused):
    """There is nothing to send."""

    field = "evidence_text"
    message = _("Write what happened, or add a file: the bank needs something to look at.")


class EvidenceRefused(Refused):
    """A file no bank takes."""

    field = "file"
    message = _("Banks take documents and pictures of up to 10 MB, 20 at most. Add a PDF or a picture.")


def add_evidence(*, dispute: Dispute, file: File, by: Any) -> Evidence:
    """Add a file for the bank; the same one twice is there once.

    Raises DisputeClosed, EvidenceRefused and whatever the media rules refuse.
    """
    _open(dispute)
    asset, content = media.describe(file=file)
    known = dispute.evidence.filter(sha256=asset.sha256).first()
    if known is not None:
        return known
    too_many = dispute.evidence.count() >= MOST_FILES
    if asset.kind not in (Kind.DOCUMENT, Kind.IMAGE) or asset.size > LARGEST or too_many:
        raise EvidenceRefused
    name = safe_name(file.name or "file")
    evidence = Evidence(dispute=dispute, name=name, content_type=asset.content_type, size=asset.size)
    evidence.sha256, evidence.added_by = asset.sha256, by
    content.seek(0)
    evidence.file.save(name, File(content, name=name), save=False)
    try:
        evidence.save()
    except BaseException:
        evidence.file.storage.delete(str(evidence.file.name))
        raise
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Any) -> None:
    """Take a file back before it is sent; raises DisputeClosed."""
    _open(evidence.dispute)
    storage, name = evidence.file.storage, str(evidence.file.name)
    evidence.delete()
    transaction.on_commit(partial(storage.delete, name))


@transaction.atomic
def answer_dispute(*, dispute: Dispute, evidence_text: str, sent: bool, by: Any) -> Dispute:
    """Keep what happened in words; `sent` notes that it went to the bank. Raises DisputeClosed and NoEvidence."""
    dispute = Dispute.objects.select_for_update().get(pk=dispute.pk)
    _open(dispute)
    dispute.evidence_text = evidence_text.strip()
    if sent:
        if not dispute.evidence_text and not dispute.evidence.exists():
            raise NoEvidence
        dispute.evidence_sent_at = clock.now()
    dispute.save(update_fields=["evidence_text", "evidence_sent_at"])
    return dispute


def _open(dispute: Dispute) -> None:
    if dispute.state != "open" or dispute.evidence_sent_at:
        raise DisputeClosed
