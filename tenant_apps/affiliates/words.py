"""The programme's terms as sentences, the same on its page, on the desk and in letters."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenant_apps.affiliates.models import AffiliateProgramme, Renewals
from tenant_apps.ledger.models import CommissionRule
from tenant_apps.ledger.queries import current_terms


def click_words(programme: AffiliateProgramme) -> str:
    """How long a click counts."""
    return ngettext(
        "A sale is yours when it comes within %(n)d day of a click. The last click wins.",
        "A sale is yours when it comes within %(n)d days of a click. The last click wins.",
        programme.click_days,
    ) % {"n": programme.click_days}


def renewal_words(programme: AffiliateProgramme) -> str:
    """What of a subscription counts."""
    if programme.renewals == Renewals.ALWAYS:
        return _("Of a subscription you earn on every payment, as long as it runs.")
    if programme.renewals == Renewals.MONTHS:
        return ngettext(
            "Of a subscription you earn on every payment for %(n)d month.",
            "Of a subscription you earn on every payment for %(n)d months.",
            programme.renewal_months,
        ) % {"n": programme.renewal_months}
    return _("Of a subscription you earn on the first payment.")


def hold_words(rule: CommissionRule | None) -> str:
    """When a commission can be paid out."""
    days = rule.hold_days if rule and rule.hold_days is not None else current_terms().hold_days
    if not days:
        return _("What you earn can be paid out at once. A refund takes its part back.")
    return ngettext(
        "What you earn can be paid out after %(n)d day. A refund takes its part back.",
        "What you earn can be paid out after %(n)d days. A refund takes its part back.",
        days,
    ) % {"n": days}
