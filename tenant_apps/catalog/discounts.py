"""What coupons take off a purchase: which apply, which of them together, and how much from each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.catalog.models import Coupon, CouponCode

MOST_CODES = 5


class CouponRefused(Refused):
    """A code that does nothing here; says why."""

    message = _("This code is not known. Check how it is spelt.")
    field = "code"


@dataclass(frozen=True)
class Asked:
    """A line as a discount sees it."""

    offer_id: int
    amount: Money


@dataclass(frozen=True)
class Applied:
    """A coupon that applies, the code that brought it, and what it takes from each line."""

    coupon: Coupon
    code: CouponCode | None
    shares: tuple[Money, ...]

    @property
    def amount(self) -> Money:
        """What it takes off in all."""
        return sum(self.shares[1:], self.shares[0])

    @property
    def words(self) -> str:
        """HARBOUR, 15% off."""
        name = self.code.code if self.code else self.coupon.title
        return f"{name}, {self.coupon.words}"


@dataclass(frozen=True)
class Candidate:
    """A coupon that may apply."""

    coupon: Coupon
    code: CouponCode | None = None


def written(code: str) -> str:
    """A code as it is kept: HARBOUR-15."""
    return code.strip().upper().replace(" ", "")[:40]


def find(code: str, lines: Sequence[Asked], now: datetime, *, mine: frozenset[int] = frozenset()) -> Candidate:
    """The coupon a code brings; raises CouponRefused with the reason it does not.

    `mine` are coupons that this order uses already: those count as unspent.
    """
    found = CouponCode.objects.select_related("coupon").filter(code=written(code)).first()
    if found is None:
        raise CouponRefused
    coupon = found.coupon
    if coupon.starts_at and coupon.starts_at > now:
        raise CouponRefused(_("%(code)s starts later.") % {"code": found.code})
    if coupon.ended_at or (coupon.ends_at and coupon.ends_at <= now):
        raise CouponRefused(_("%(code)s has ended.") % {"code": found.code})
    spent = found.use_limit is not None and found.used >= found.use_limit
    if coupon.pk not in mine and (spent or (coupon.total_limit is not None and coupon.used >= coupon.total_limit)):
        raise CouponRefused(_("%(code)s has been used as often as it may.") % {"code": found.code})
    _fits(coupon, found.code, lines)
    return Candidate(coupon, found)


def _fits(coupon: Coupon, name: str, lines: Sequence[Asked]) -> None:
    eligible = _eligible(coupon, lines)
    if not any(amount for amount in eligible):
        raise CouponRefused(_("%(code)s is not for this.") % {"code": name})
    here = next((each for each in coupon.amounts.all() if each.currency == lines[0].amount.currency), None)
    if coupon.percent is None and (here is None or not here.off_amount):
        raise CouponRefused(_("%(code)s is not for this currency.") % {"code": name})
    if here and sum(eligible) < here.minimum_amount:
        least = here.minimum.format(cents=True)
        raise CouponRefused(_("%(code)s is for purchases from %(least)s.") % {"code": name, "least": least})


def sales(lines: Sequence[Asked], now: datetime) -> list[Candidate]:
    """The sales that apply to these lines by themselves."""
    found = []
    for coupon in Coupon.objects.sales(now).unspent().prefetch_related("offers", "amounts"):
        try:
            _fits(coupon, coupon.title, lines)
        except CouponRefused:
            continue
        found.append(Candidate(coupon))
    return found


def best(candidates: Sequence[Candidate], lines: Sequence[Asked]) -> list[Applied]:
    """What the buyer gets: those that stack together, or one of the others, whichever takes more off."""
    together = [each for each in candidates if each.coupon.stacks]
    ways = [together, *([each] for each in candidates)]
    tried = [_apply(way, lines) for way in ways if way]
    return max(tried, key=lambda way: sum(each.amount.amount for each in way), default=[])


def _apply(candidates: Sequence[Candidate], lines: Sequence[Asked]) -> list[Applied]:
    left = list(lines)
    applied = []
    # per cent first, so that the order of codes changes nothing
    for each in sorted(candidates, key=lambda c: (c.coupon.percent is None, c.coupon.pk)):
        shares = _shares(each.coupon, left)
        left = [Asked(line.offer_id, line.amount - share) for line, share in zip(left, shares, strict=True)]
        applied.append(Applied(each.coupon, each.code, tuple(shares)))
    return applied


def _shares(coupon: Coupon, lines: Sequence[Asked]) -> list[Money]:
    """What the coupon takes from each line: split by largest remainder, never more than the line."""
    currency = lines[0].amount.currency
    eligible = _eligible(coupon, lines)
    total = Money(sum(eligible), currency)
    if not total:
        return [Money.zero(currency)] * len(lines)
    if coupon.percent is not None:
        off = min((total * (Decimal(coupon.percent) / 100)).payable(), total)
    else:
        here = next((each.off for each in coupon.amounts.all() if each.currency == currency), Money.zero(currency))
        off = min(here, total)
    return off.allocate(eligible)


def _eligible(coupon: Coupon, lines: Sequence[Asked]) -> list[int]:
    only = {offer.pk for offer in coupon.offers.all()}
    return [line.amount.amount if not only or line.offer_id in only else 0 for line in lines]
