"""Who gets how much of an order, by which rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from marque.kit.money import Money
from tenant_apps.catalog.models import Product
from tenant_apps.ledger.claims import claimants
from tenant_apps.ledger.models import CommissionRule, Contributor, Part
from tenant_apps.ledger.models.sharing import WHOLE
from tenant_apps.orders.models import Order, OrderLine
from tenant_apps.people.models import Person


@dataclass(frozen=True)
class Share:
    """What one person gets of one product in an order, and why."""

    person: Person
    part: str
    product: Product
    rule: CommissionRule
    base: Money
    money: Money
    words: str


def shares_of(order: Order, *, at: datetime, at_most: Money) -> list[Share]:
    """Everybody's share by the rules in force at that moment; together never more than `at_most`."""
    rules = list(CommissionRule.objects.in_force(at).select_related("product", "person"))
    if not rules:
        return []
    led_here = claimants(order)
    found: list[Share] = []
    for product, base in _bases(order):
        found += _of_contributors(product, base, rules)
        for person in led_here:
            found += _by_rule(rules, Part.AFFILIATE, person, product, base)
    return _within(found, at_most)


def rule_for(
    rules: Iterable[CommissionRule], *, part: str, person: Person | None, product: Product
) -> CommissionRule | None:
    """The most specific rule: for the product, then the person, then the kind of product, then for all.

    Of two that are equally specific, the one that began last.
    """
    fitting = [
        rule
        for rule in rules
        if rule.part == part
        and rule.person_id in (None, person.pk if person else None)
        and rule.product_id in (None, product.pk)
        and rule.category in ("", product.kind)
    ]
    return max(fitting, key=lambda rule: (rule.narrowness, rule.starts_at, rule.pk), default=None)


def net_of(order: Order, line: OrderLine) -> Money:
    """What a line brings without discount and tax."""
    tax = line.tax_amount if order.tax_included else 0
    return Money(line.amount - line.discount_amount - tax, order.currency)


def _bases(order: Order) -> list[tuple[Product, Money]]:
    """What each product of the order brings; the products of a line share it equally."""
    bases: dict[Product, Money] = defaultdict(lambda: Money.zero(order.currency))
    for line in order.lines.prefetch_related("products"):
        products = sorted(line.products.all(), key=lambda product: product.pk)
        if products:
            for product, part in zip(products, net_of(order, line).split(len(products)), strict=True):
                bases[product] += part
    return [(product, base) for product, base in bases.items() if base]


def _of_contributors(product: Product, base: Money, rules: list[CommissionRule]) -> Iterator[Share]:
    by_part: dict[str, list[Contributor]] = defaultdict(list)
    for contributor in product.contributors.select_related("person").order_by("pk"):
        by_part[contributor.part].append(contributor)
    for part, contributors in by_part.items():
        parts = base.allocate([contributor.weight for contributor in contributors])
        for contributor, own in zip(contributors, parts, strict=True):
            yield from _by_rule(rules, part, contributor.person, product, own)


def _by_rule(rules: list[CommissionRule], part: str, person: Person, product: Product, base: Money) -> Iterator[Share]:
    rule = rule_for(rules, part=part, person=person, product=product)
    if rule is None or not base:
        return
    money = Money(base.amount * rule.basis_points // WHOLE, base.currency)
    if money:
        yield Share(person, part, product, rule, base, money, _words(rule, base))


def _words(rule: CommissionRule, base: Money) -> str:
    if rule.product_id:
        reason = _("the rule for this product")
    elif rule.person_id:
        reason = _("the rule for this person")
    elif rule.category:
        reason = _("the rule for this kind of product")
    else:
        reason = _("the rule for all")
    return _("%(percent)s of %(base)s, by %(reason)s since %(day)s") % {
        "percent": rule.percent,
        "base": base.format(cents=True),
        "reason": reason,
        "day": f"{rule.starts_at:%d %b %Y}",
    }


def _within(shares: list[Share], at_most: Money) -> list[Share]:
    """Shares that come to more than there is are cut in proportion."""
    total = sum((share.money for share in shares), Money.zero(at_most.currency))
    if total <= at_most:
        return shares
    parts = at_most.allocate([share.money.amount for share in shares])
    why = _("cut: all shares together were more than the sale")
    cut = zip(shares, parts, strict=True)
    return [replace(share, money=money, words=f"{share.words}; {why}") for share, money in cut]
