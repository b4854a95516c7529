"""What the business offers: the programme, its rate, its texts."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.pagecache.store import purge
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.affiliates import queries
from tenant_apps.affiliates.models import AffiliateProgramme, AffiliateText, Approval, Joining, Renewals
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import CommissionRule, Part
from tenant_apps.people.models import Person

PAGE = "affiliates"


class BadTerms(Refused):
    """A number of days or months that means nothing."""

    field = "click_days"
    message = _("A click counts for 1 to 365 days.")


class TitleTaken(Refused):
    """Another text has this title."""

    field = "title"
    message = _("There is a text with this title already.")


@transaction.atomic
def save_programme(
    *,
    joining: str,
    approval: str,
    click_days: int,
    renewals: str,
    renewal_months: int = 12,
    pitch: str = "",
    terms: str = "",
    by: Any,
) -> AffiliateProgramme:
    """The programme from now on; what was sold keeps the terms of its day. Raises BadTerms."""
    if not 1 <= click_days <= 365:
        raise BadTerms
    if not 1 <= renewal_months <= 120:
        raise BadTerms(_("Write 1 to 120 months."), field="renewal_months")
    values = {
        "joining": Joining(joining),
        "approval": Approval(approval),
        "click_days": click_days,
        "renewals": Renewals(renewals),
        "renewal_months": renewal_months,
        "pitch": pitch.strip(),
        "terms": terms.strip(),
    }
    programme, _new = AffiliateProgramme.objects.update_or_create(name="affiliates", defaults=values)
    tenant = require_tenant()
    said = {name: value for name, value in values.items() if name not in ("pitch", "terms")}
    audit.record(by=str(by), action="affiliates.programme", target=tenant.slug, tenant_id=tenant.id, data=said)
    purge(PAGE)
    return programme


@transaction.atomic
def set_rate(
    *, basis_points: int | None, person: Person | None = None, hold_days: int | None = None, by: Any
) -> CommissionRule | None:
    """What affiliates get of each sale from now on, or one of them; nothing ends the rule. The ledger keeps it.

    Raises ShareOutOfRange.
    """
    current = queries.rate_of(person)
    if basis_points is None:
        if current is None:
            return None
        rule = ledger.end_rule(rule=current, by=by)
    else:
        rule = ledger.set_rule(
            part=Part.AFFILIATE, basis_points=basis_points, person=person, hold_days=hold_days, by=by
        )
        if rule == current:
            return rule
    tenant = require_tenant()
    audit.record(
        by=str(by),
        action="affiliates.rate",
        target=str(person.key) if person else tenant.slug,
        tenant_id=tenant.id,
        data={"basis_points": basis_points, "hold_days": hold_days},
    )
    purge(PAGE)
    return rule


@transaction.atomic
def save_text(*, title: str, body: str, text: AffiliateText | None = None, by: Any = None) -> AffiliateText:
    """Words for affiliates to use. Raises TitleTaken."""
    text = text or AffiliateText()
    text.title, text.body = title.strip(), body.strip()
    if AffiliateText.objects.filter(title=text.title).exclude(pk=text.pk).exists():
        raise TitleTaken
    text.save()
    return text


@transaction.atomic
def remove_text(*, text: AffiliateText, by: Any = None) -> None:
    """Take words back. Calling it twice changes nothing."""
    AffiliateText.objects.filter(pk=text.pk).delete()
