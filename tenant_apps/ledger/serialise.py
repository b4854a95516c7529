"""Rules as records: those for everybody travel; one for a person stays, or without them it would be for all."""

from typing import Any

from marque.kit.serialise.codecs import register_codec
from marque.kit.serialise.plain import PlainCodec
from tenant_apps.ledger.models import CommissionRule


@register_codec("ledger.CommissionRule")
class CommissionRuleCodec(PlainCodec):
    """A commission rule that names no person."""

    def rows(self) -> Any:
        """People never travel with values."""
        return CommissionRule.objects.filter(person__isnull=True).order_by("pk")
