"""What the tenant says about itself as a seller."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.tax import TABLE
from shared_apps.operations import audit
from tenant_apps.orders.models import Seller
from tenant_apps.payments.gateways import NotConnected, access_of
from themes.actions import update_brand

_PREFIX = re.compile(r"[\w./-]*", re.ASCII)


class SellerRefused(Refused):
    """A detail that cannot be used; `field` says which."""

    message = _("This cannot be used.")


@transaction.atomic
def update_seller(
    *, by: Any, legal_name: str | None = None, postal_address: str | None = None, **values: Any
) -> Seller:
    """Change the given details; the others stay. Invoices that were issued keep what they say. Raises SellerRefused."""
    brand: dict[str, Any] = {"legal_name": legal_name, "postal_address": postal_address}
    if named := {name: value for name, value in brand.items() if value is not None}:
        update_brand(by=by, **named)
    seller = Seller.objects.select_for_update().first() or Seller()
    for name, value in values.items():
        setattr(seller, name, value.strip() if isinstance(value, str) else value)
    for name in ("invoice_prefix", "credit_prefix"):
        if not _PREFIX.fullmatch(getattr(seller, name)):
            raise SellerRefused(_("Letters, digits, dots, dashes and slashes only, such as INV-."), field=name)
    if seller.tax_engine != TABLE and not _answers(seller.tax_engine):
        raise SellerRefused(
            _("Connect the Stripe account that your tax registrations are in first."), field="tax_engine"
        )
    try:
        seller.full_clean(validate_unique=False)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise SellerRefused(messages[0], field=None if field == "__all__" else field) from error
    seller.save()
    changed = sorted([*named, *values])
    tenant = require_tenant()
    audit.record(by=str(by), action="seller.updated", target=tenant.slug, tenant_id=tenant.id, data={"fields": changed})
    return seller


def _answers(engine: str) -> bool:
    try:
        access_of(engine)
    except NotConnected:
        return False
    return True
