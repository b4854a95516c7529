"""What billing writes to owners."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.tenancy.context import enter
from shared_apps.billing.models import Invoice, Letter
from shared_apps.tenants.models import Tenant

PAGE = "/studio/settings/plan/"


def words_of(letter: Letter, tenant: Tenant) -> dict[str, Any]:
    """Heading, paragraphs, and a button to the page where it is put right."""
    facts = dict(letter.facts)
    invoice = Invoice.objects.filter(number=facts["invoice"]).first() if "invoice" in facts else None
    if invoice is not None:
        facts |= {"number": str(invoice), "total": invoice.total.format(cents=True)}
    for name in ("on", "until"):
        if name in facts:
            facts[name] = _day(str(facts[name]))
    facts |= {"name": tenant.name}
    with enter(tenant.as_current()):
        page = tenant_url(PAGE)
    heading, paragraphs, button = _WORDS[letter.kind](facts)
    return {"heading": heading, "paragraphs": paragraphs, "button": button, "page": page, "business": tenant.name}


def _day(text: str) -> str:
    found = parse_datetime(text)
    return date_format(found, "j F Y") if found else text


def _trial_ending(facts: dict[str, Any]) -> tuple[str, list[str], str]:
    says = [_("Your trial of %(plan)s for %(name)s ends on %(on)s. From then on it costs %(price)s.") % facts]
    if facts["has_card"]:
        says.append(_("Your card on file is charged that day. There is nothing you need to do."))
    else:
        says.append(_("Add a card before then, so that your site stays open. Your work is kept in any case."))
    return _("Your trial ends on %(on)s") % facts, says, _("See plan and usage")


def _failed(facts: dict[str, Any]) -> tuple[str, list[str], str]:
    says = [
        _("We could not collect %(total)s for %(name)s (invoice %(number)s). %(why)s") % facts,
        _("Your site stays open until %(until)s. Pay before then and nothing changes.") % facts,
    ]
    return _("We could not collect %(total)s") % facts, says, _("Pay now")


def _last_warning(facts: dict[str, Any]) -> tuple[str, list[str], str]:
    says = [
        _("%(total)s for %(name)s is still open (invoice %(number)s).") % facts,
        _("On %(until)s your site will be paused. Nothing is deleted, and paying opens it again at once.") % facts,
    ]
    return _("%(name)s will be paused on %(until)s") % facts, says, _("Pay now")


def _suspended(facts: dict[str, Any]) -> tuple[str, list[str], str]:
    says = [
        _("%(total)s has been open for %(days)s days (invoice %(number)s), so %(name)s is paused.") % facts,
        _("Everything is kept: pages, courses, members, orders. Pay in your Studio and it opens again at once."),
    ]
    return _("%(name)s is paused") % facts, says, _("Pay and open again")


def _resumed(facts: dict[str, Any]) -> tuple[str, list[str], str]:
    says = [_("Thank you. %(name)s is open again, with everything as it was.") % facts]
    return _("%(name)s is open again") % facts, says, _("See plan and usage")


def _receipt(facts: dict[str, Any]) -> tuple[str, list[str], str]:
    says = [_("%(total)s is paid for %(name)s. Invoice %(number)s is in your Studio, as a PDF too.") % facts]
    return _("Invoice %(number)s is paid") % facts, says, _("See the invoice")


_WORDS = {
    "trial-ending": _trial_ending,
    "payment-failed": _failed,
    "last-warning": _last_warning,
    "suspended": _suspended,
    "resumed": _resumed,
    "receipt": _receipt,
}
