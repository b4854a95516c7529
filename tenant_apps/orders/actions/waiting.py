"""How patient a business is with those who owe."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.orders.models import SubscriptionSettings

MOST_TRIES, LAST_DAY = 8, 60


class BadDays(Refused):
    """Not rising, too many, or no numbers."""

    field = "retry_days"
    message = _("Write one to eight rising days from 1 to 60, such as 1, 3, 5, 7.")


@transaction.atomic
def set_patience(
    *, retry_days: str, grace_days: int, reminder_days: int, win_back_days: int, paused_stays_open: bool, by: Any
) -> SubscriptionSettings:
    """When declined cards are tried again, and what a pause means. Raises BadDays."""
    values = {
        "retry_days": _days(retry_days),
        "grace_days": grace_days,
        "reminder_days": reminder_days,
        "win_back_days": win_back_days,
        "paused_stays_open": paused_stays_open,
    }
    rules, _new = SubscriptionSettings.objects.update_or_create(name="default", defaults=values)
    tenant = require_tenant()
    audit.record(by=str(by), action="subscriptions.set_patience", target=tenant.slug, tenant_id=tenant.id, data=values)
    return rules


def _days(text: str) -> list[int]:
    if not re.fullmatch(r"\s*\d{1,3}(\s*,\s*\d{1,3})*\s*", text, re.ASCII):
        raise BadDays
    days = [int(part) for part in text.split(",")]
    if len(days) > MOST_TRIES or days != sorted(set(days)) or not 1 <= days[0] <= days[-1] <= LAST_DAY:
        raise BadDays
    return days
