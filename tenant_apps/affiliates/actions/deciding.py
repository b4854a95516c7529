"""What a business decides about an affiliate: approved, turned down, paused, going on."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.affiliates.events import AffiliateApproved, AffiliateRejected
from tenant_apps.affiliates.models import Affiliate, AffiliateState


class ReasonMissing(Refused):
    """Turned down or paused without a word why."""

    field = "reason"
    message = _("Write why, so that whoever looks later knows.")


@transaction.atomic
def approve(*, affiliate: Affiliate, by: Any) -> Affiliate:
    """Let their links count, also after they were turned down. Calling it twice changes nothing."""
    affiliate = _locked(affiliate)
    if affiliate.approved_at is not None:
        return affiliate
    affiliate.rejected_at, affiliate.rejected_by, affiliate.reason = None, "", ""
    affiliate.approved_at, affiliate.approved_by = clock.now(), str(by)
    publish(AffiliateApproved(affiliate_id=affiliate.pk, person_id=affiliate.person_id))
    return _kept(affiliate, "approved", by)


@transaction.atomic
def reject(*, affiliate: Affiliate, reason: str, by: Any) -> Affiliate:
    """Turn an application down. Whoever is in already is paused instead. Raises ReasonMissing."""
    affiliate = _locked(affiliate)
    if affiliate.state != AffiliateState.APPLIED:
        return affiliate
    affiliate.rejected_at, affiliate.rejected_by, affiliate.reason = clock.now(), str(by), _reason(reason)
    publish(AffiliateRejected(affiliate_id=affiliate.pk, person_id=affiliate.person_id))
    return _kept(affiliate, "rejected", by)


@transaction.atomic
def pause(*, affiliate: Affiliate, reason: str, by: Any) -> Affiliate:
    """Nothing new counts as theirs; what they earned stays. Calling it twice changes nothing. Raises ReasonMissing."""
    affiliate = _locked(affiliate)
    if affiliate.state != AffiliateState.ACTIVE:
        return affiliate
    affiliate.paused_at, affiliate.paused_by, affiliate.reason = clock.now(), str(by), _reason(reason)
    return _kept(affiliate, "paused", by)


@transaction.atomic
def resume(*, affiliate: Affiliate, by: Any) -> Affiliate:
    """Their links count again. Calling it twice changes nothing."""
    affiliate = _locked(affiliate)
    if affiliate.state != AffiliateState.PAUSED:
        return affiliate
    affiliate.paused_at, affiliate.paused_by, affiliate.reason = None, "", ""
    return _kept(affiliate, "resumed", by)


def _locked(affiliate: Affiliate) -> Affiliate:
    return Affiliate.objects.select_for_update(of=("self",)).select_related("person").get(pk=affiliate.pk)


def _reason(text: str) -> str:
    if not text.strip():
        raise ReasonMissing
    return text.strip()[:300]


def _kept(affiliate: Affiliate, act: str, by: Any) -> Affiliate:
    affiliate.save()
    audit.record(
        by=str(by),
        action=f"affiliates.{act}",
        target=str(affiliate.key),
        tenant_id=require_tenant().id,
        reason=affiliate.reason,
    )
    return affiliate
