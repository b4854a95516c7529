"""The rates a seller charges where they are registered."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.orders.models import TaxRate
from tenant_apps.orders.places import country_name

_REGION = re.compile(r"[A-Z0-9]{0,8}")


class RateRefused(Refused):
    """A rate that cannot be; `field` says what is wrong."""

    message = _("This rate cannot be used.")


def read_percent(text: str) -> int:
    """Percent as a person writes it, 8.875 or 8,875, in thousandths; raises RateRefused."""
    try:
        typed = Decimal(text.strip().rstrip("%").strip().replace(",", "."))
        thousandths = typed.scaleb(3)
        whole = thousandths == thousandths.to_integral_value()
    except (InvalidOperation, ValueError):
        whole, typed = False, Decimal(-1)
    if not whole or not 0 <= typed <= 100:
        raise RateRefused(
            _("Write a percentage from 0 to 100, with at most three decimals, such as 8.875."), field="percent"
        )
    return int(typed * 1000)


@transaction.atomic
def set_rate(*, country: str, percent: str, name: str, region: str = "", product_class: str = "", by: Any) -> TaxRate:
    """Charge this rate there from now on; one that was set for the same place and class gives way."""
    place, region = country.strip().upper(), region.strip().upper()
    if country_name(place) == place:
        raise RateRefused(_("There is no such country."), field="country")
    if not _REGION.fullmatch(region):
        raise RateRefused(_("Write the state's short code, such as TX or ON."), field="region")
    if not name.strip():
        raise RateRefused(_("Write what the tax is called, such as GST."), field="name")
    rate, _new = TaxRate.objects.update_or_create(
        country=place,
        region=region,
        product_class=product_class.strip(),
        defaults={"name": name.strip()[:40], "millipercent": read_percent(percent)},
    )
    _record(by, "tax_rate.set", rate)
    return rate


@transaction.atomic
def drop_rate(*, rate: TaxRate, by: Any) -> None:
    """Charge it no longer. Orders and invoices keep what they say."""
    _record(by, "tax_rate.dropped", rate)
    TaxRate.objects.filter(pk=rate.pk).delete()


def _record(by: Any, action: str, rate: TaxRate) -> None:
    audit.record(by=str(by), action=action, target=str(rate), tenant_id=require_tenant().id)
