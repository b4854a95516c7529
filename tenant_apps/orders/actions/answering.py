"""What a business shows the bank in a dispute."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from shared_apps.integrations.ports.disputes import DisputeAnswer, DisputeDesk, Proof, dispute_desk
from shared_apps.integrations.ports.errors import ProviderError
from tenant_apps.media import actions as media
from tenant_apps.media.formats import MEGABYTE, Kind
from tenant_apps.media.models import safe_name
from tenant_apps.orders.gateways import gateway_of
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


class NotSent(Refused):
    """The gateway did not take the answer, or nobody knows."""

    message = _("The answer could not be sent. Try again in a few minutes.")


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


def send_answer(*, dispute: Dispute, evidence_text: str, by: Any) -> Dispute:
    """Send words and files to the bank through the gateway; once sent nothing changes any more.

    An answer whose sending nobody knows of is sent again under the same key.
    Raises DisputeClosed, NoEvidence, EvidenceRefused, NotSent and NotConnected.
    """
    dispute = answer_dispute(dispute=dispute, evidence_text=evidence_text, sent=False, by=by)
    desk = desk_for(dispute)
    files = list(dispute.evidence.order_by("pk"))
    if not dispute.evidence_text and not files:
        raise NoEvidence
    if desk is None:
        raise NotSent(_("This gateway takes answers on its own pages only. Send it there, then note it here."))
    if len(files) > desk.most_files or any(file.content_type not in desk.takes for file in files):
        raise EvidenceRefused(_("The bank takes %(most)s files at most, PDF or pictures.") % {"most": desk.most_files})
    proofs = tuple(Proof(file.name, file.content_type, _read(file)) for file in files)
    payment = dispute.payment
    answer = DisputeAnswer(
        dispute.reference, payment.reference, dispute.reason, dispute.evidence_text, proofs, str(dispute.key)
    )
    try:
        desk.send(answer)
    except ProviderError as error:
        raise NotSent(error.message) from error
    return _note_sent(dispute)


def desk_for(dispute: Dispute) -> DisputeDesk | None:
    """Where answers about this dispute go; None where that is on the gateway's own pages. Raises NotConnected."""
    return dispute_desk(gateway_of(dispute.payment))


def _read(evidence: Evidence) -> bytes:
    with evidence.file.open("rb") as file:
        return bytes(file.read())


@transaction.atomic
def _note_sent(dispute: Dispute) -> Dispute:
    """The bank may have decided while it was sent."""
    dispute = Dispute.objects.select_for_update().get(pk=dispute.pk)
    if dispute.evidence_sent_at is None:
        dispute.evidence_sent_at = clock.now()
        dispute.save(update_fields=["evidence_sent_at"])
    return dispute


def _open(dispute: Dispute) -> None:
    if dispute.state != "open" or dispute.evidence_sent_at:
        raise DisputeClosed
