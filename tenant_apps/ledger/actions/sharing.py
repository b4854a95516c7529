"""Who made a product, and how much of its sales they get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from tenant_apps.catalog.models import Product
from tenant_apps.ledger.models import CommissionRule, Contributor, Part, Until
from tenant_apps.ledger.models.sharing import WHOLE
from tenant_apps.people.models import Person


class ShareOutOfRange(Refused):
    """Less than nothing or more than all."""

    field = "basis_points"
    message = _("A share is between 0 and 100 percent.")


class ProductOrCategory(Refused):
    """A rule for a product needs no kind of product beside it."""

    field = "category"
    message = _("Choose a product or a kind of product, not both.")


class DaysMissing(Refused):
    """Escrow for a number of days needs the number."""

    field = "hold_days"
    message = _("Say for how many days it stays in escrow.")


@transaction.atomic
def set_rule(
    *,
    part: str,
    basis_points: int,
    person: Person | None = None,
    product: Product | None = None,
    category: str = "",
    until: str = Until.NONE,
    hold_days: int | None = None,
    by: Any = None,
) -> CommissionRule:
    """The rule for this part, person and product from now on; the one before it ends. Past sales keep theirs.

    Raises ShareOutOfRange, ProductOrCategory and DaysMissing.
    """
    if not 0 <= basis_points <= WHOLE:
        raise ShareOutOfRange
    if product is not None and category:
        raise ProductOrCategory
    if until == Until.DATE and hold_days is None:
        raise DaysMissing
    now = clock.now()
    scope = {"part": Part(part), "person": person, "product": product, "category": category}
    same = CommissionRule.objects.in_force(now).filter(**scope)
    if set(same.values_list("basis_points", "until", "hold_days")) == {(basis_points, until, hold_days)}:
        return same.latest("pk")
    same.update(ends_at=now)
    return CommissionRule.objects.create(
        **scope, basis_points=basis_points, until=until, hold_days=hold_days, starts_at=now
    )


@transaction.atomic
def end_rule(*, rule: CommissionRule, by: Any = None) -> CommissionRule:
    """No sale from now on is shared by this rule. Calling it twice changes nothing."""
    now = clock.now()
    if rule.ends_at is None or rule.ends_at > now:
        rule.ends_at = max(now, rule.starts_at)
        rule.save(update_fields=["ends_at"])
    return rule


@transaction.atomic
def set_contributors(
    *, product: Product, part: str, weights: Mapping[Person, int], by: Any = None
) -> list[Contributor]:
    """Who shares what this part gets of a product, by weight; those who are not named no longer do."""
    Product.objects.select_for_update().get(pk=product.pk)
    product.contributors.filter(part=part).exclude(person__in=weights).delete()
    return [
        Contributor.objects.update_or_create(product=product, person=person, part=part, defaults={"weight": weight})[0]
        for person, weight in weights.items()
    ]
