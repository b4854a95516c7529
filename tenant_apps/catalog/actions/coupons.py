"""The writes on coupons and their codes, and their uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from marque.kit import clock, ids
from marque.kit.errors import Refused
from shared_apps.plans.limits import require_feature
from tenant_apps.catalog.discounts import CouponRefused, written
from tenant_apps.catalog.models import Coupon, CouponAmount, CouponCode, Offer

MOST_AT_ONCE = 10_000


class BadCoupon(Refused):
    """A coupon that takes nothing off, or whose dates or limits contradict each other."""

    message = _("This coupon does not fit together.")


class CodeTaken(Refused):
    """Another coupon has this code."""

    message = _("Another coupon already has the code %(code)s. Choose a different one.")
    field = "code"


@dataclass(frozen=True, kw_only=True)
class CouponTerms:
    """What a coupon does: per cent, or an amount off in each currency, from a least amount on."""

    title: str
    percent: int | None = None
    off: Mapping[str, int]
    minimum: Mapping[str, int]
    payments: int | None = 1
    without_code: bool = False
    stacks: bool = False
    total_limit: int | None = None
    per_person_limit: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def check(self) -> None:
        """Raises BadCoupon with the field at fault."""
        if not self.title.strip():
            raise BadCoupon(_("Give the coupon a name."), field="title")
        if self.percent is None and not any(self.off.values()):
            raise BadCoupon(_("Say what comes off: per cent, or an amount."), field="percent")
        if self.percent is not None and (not 1 <= self.percent <= 100 or any(self.off.values())):
            raise BadCoupon(_("Say either per cent, from 1 to 100, or an amount."), field="percent")
        if min([0, *self.off.values(), *self.minimum.values()]) < 0:
            raise BadCoupon(_("An amount cannot be below zero."), field="off")
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise BadCoupon(_("The coupon has to end after it starts."), field="ends_at")


@transaction.atomic
def save_coupon(*, terms: CouponTerms, offers: Iterable[Offer], coupon: Coupon | None = None, by: Any = None) -> Coupon:
    """Make or change a coupon. What was bought with it keeps its discount. Raises BadCoupon or FeatureMissing."""
    terms.check()
    if coupon is None:
        require_feature("coupons")
    coupon = Coupon.objects.select_for_update().get(pk=coupon.pk) if coupon else Coupon()
    if terms.total_limit is not None and terms.total_limit < coupon.used:
        raise BadCoupon(_("It has been used %(n)s times already.") % {"n": coupon.used}, field="total_limit")
    names = ("percent", "payments", "without_code", "stacks", "total_limit", "per_person_limit", "starts_at", "ends_at")
    coupon.title = terms.title.strip()
    for name in names:
        setattr(coupon, name, getattr(terms, name))
    coupon.save(update_fields=["title", *names] if coupon.pk else None)
    coupon.offers.set(offers)
    coupon.amounts.all().delete()
    for currency in sorted({*terms.off, *terms.minimum}):
        off, least = terms.off.get(currency, 0), terms.minimum.get(currency, 0)
        CouponAmount.objects.create(coupon=coupon, currency=currency, off_amount=off, minimum_amount=least)
    return coupon


@transaction.atomic
def add_code(*, coupon: Coupon, code: str, use_limit: int | None = None, by: Any = None) -> CouponCode:
    """A word that brings the coupon. Adding it again changes nothing; raises BadCoupon and CodeTaken."""
    plain = written(code)
    if not re.fullmatch(r"[A-Z0-9_-]{2,40}", plain):
        raise BadCoupon(_("A code has 2 to 40 letters, digits or dashes."), field="code")
    found, new = CouponCode.objects.get_or_create(code=plain, defaults={"coupon": coupon, "use_limit": use_limit})
    if not new and found.coupon_id != coupon.pk:
        raise CodeTaken(code=plain)
    return found


@transaction.atomic
def add_codes(
    *, coupon: Coupon, count: int, prefix: str = "", use_limit: int | None = 1, by: Any = None
) -> list[CouponCode]:
    """Many codes that nobody can guess, each for so many uses. Raises BadCoupon."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise BadCoupon(_("Write a number from 1 to %(most)s.") % {"most": MOST_AT_ONCE}, field="count")
    stem = written(prefix)
    if stem and not re.fullmatch(r"[A-Z0-9_-]{1,20}", stem):
        raise BadCoupon(_("A beginning has up to 20 letters, digits or dashes."), field="prefix")
    made = [CouponCode(coupon=coupon, code=f"{stem}{ids.code(10)}", use_limit=use_limit) for _n in range(count)]
    return CouponCode.objects.bulk_create(made, batch_size=1000)


@transaction.atomic
def end_coupon(*, coupon: Coupon, by: Any = None) -> Coupon:
    """Stop a coupon. Orders that use it keep it; ending it twice changes nothing."""
    Coupon.objects.filter(pk=coupon.pk, ended_at=None).update(ended_at=clock.now())
    coupon.refresh_from_db()
    return coupon


@transaction.atomic
def spend(*, coupon: Coupon, code: CouponCode | None) -> None:
    """Use a coupon once, if a use is left; raises CouponRefused. Its row stays locked until the transaction ends.

    Whoever spends several spends them in the order of their primary keys, before taking seats.
    """
    name = code.code if code else coupon.title
    spent = CouponRefused(_("%(code)s has been used as often as it may. Nothing was charged.") % {"code": name})
    if not Coupon.objects.running(clock.now()).unspent().filter(pk=coupon.pk).update(used=F("used") + 1):
        raise spent
    if code is not None:
        left = Q(use_limit__isnull=True) | Q(use_limit__gt=F("used"))
        if not CouponCode.objects.filter(left, pk=code.pk).update(used=F("used") + 1):
            raise spent


@transaction.atomic
def unspend(*, coupon_id: int, code_id: int | None) -> None:
    """Give a use back."""
    Coupon.objects.filter(pk=coupon_id).update(used=Greatest(F("used") - 1, 0))
    if code_id is not None:
        CouponCode.objects.filter(pk=code_id).update(used=Greatest(F("used") - 1, 0))
