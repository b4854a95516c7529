"""Past orders from a CSV file: every line is read and judged before the first one is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.lists import rows_of
from marque.kit.moments import OUTSIDE, YEARS
from marque.kit.money import Money
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.catalog.models import Offer
from tenant_apps.orders.actions.by_hand import MOST, bring_in_order

COLUMNS = ("email", "name", "offer", "amount", "currency", "paid_at", "reference")
NEEDED = ("email", "offer", "amount", "currency", "paid_at")
LARGEST = 1 << 20
MOST_LINES = 1_000


class LineRefused(Refused):
    """Something is wrong with one line."""


@dataclass(frozen=True)
class Sold:
    """One past order, read and judged."""

    offer: Offer
    email: str
    name: str
    amount: Money
    paid_at: datetime
    reference: str
    key: UUID


@dataclass(frozen=True)
class Verdict:
    """What became of a line: new, there already, or wrong, with a sentence."""

    line: int
    state: str
    words: str


@dataclass(frozen=True)
class Report:
    """Every line's verdict. With one wrong line nothing is written, unless the others were asked for."""

    verdicts: tuple[Verdict, ...]

    @property
    def wrong(self) -> list[Verdict]:
        """The lines to put right."""
        return [verdict for verdict in self.verdicts if verdict.state == "wrong"]

    @property
    def written(self) -> bool:
        """Did the good lines come in, or were they there already?"""
        return bool(self.new or self.known)

    @property
    def known(self) -> int:
        """How many orders were there already."""
        return sum(verdict.state == "known" for verdict in self.verdicts)

    @property
    def new(self) -> int:
        """How many orders came in."""
        return sum(verdict.state == "new" for verdict in self.verdicts)


def import_orders(*, content: bytes, by: Any, only_good: bool = False) -> Report:
    """Bring past orders in; those that are there already stay. Raises ListUnreadable.

    With a wrong line none comes in, or with `only_good` all but the wrong ones.
    """
    offers = {offer.slug: offer for offer in Offer.objects.prefetch_related("products")}
    rows = rows_of(content, columns=COLUMNS, needed=NEEDED, largest=LARGEST, most=MOST_LINES)
    judged = [(number, _judged(row, offers)) for number, row in rows]
    good = [(number, found) for number, found in judged if isinstance(found, Sold)]
    wrong = [Verdict(number, "wrong", str(found)) for number, found in judged if isinstance(found, LineRefused)]
    if wrong and not (only_good and good):
        fine = [Verdict(number, "fine", "") for number, found in good]
        return Report(tuple(sorted([*wrong, *fine], key=lambda verdict: verdict.line)))
    written = _write(good, by)
    return Report(tuple(sorted([*wrong, *written.verdicts], key=lambda verdict: verdict.line)))


@transaction.atomic
def _write(judged: list[tuple[int, Sold]], by: Any) -> Report:
    verdicts = []
    for number, sold in judged:
        order, new = bring_in_order(**vars(sold), by=by)
        words = _now("Order %(order)s") % {"order": order}
        verdicts.append(Verdict(number, "new" if new else "known", words))
    report = Report(tuple(verdicts))
    here = require_tenant()
    audit.record(by=str(by), action="orders.imported", target=here.slug, tenant_id=here.id, data={"orders": report.new})
    return report


def _judged(row: Mapping[str, str], offers: Mapping[str, Offer]) -> Sold | LineRefused:
    try:
        return _sold(row, offers)
    except LineRefused as refused:
        return refused


def _sold(row: Mapping[str, str], offers: Mapping[str, Offer]) -> Sold:
    if row[""] != "0":
        raise LineRefused(_("This line has more or fewer cells than the first one."))
    offer = offers.get(row["offer"])
    if offer is None:
        raise LineRefused(_("There is no offer with the address “%(slug)s”."), slug=row["offer"][:80])
    email, name = _email(row["email"]), row.get("name", "")
    if len(name) > 120:
        raise LineRefused(_("The name is longer than 120 characters."))
    amount, paid_at, reference = _amount(row), _moment(row["paid_at"]), row.get("reference", "")[:120]
    # with a reference the line may be corrected and brought again; without one, all of it is what it is
    said = reference or f"{email} {offer.slug} {amount.amount} {amount.currency} {paid_at.isoformat()}"
    return Sold(offer, email, name, amount, paid_at, reference, uuid5(require_tenant().id, f"import:{said}"))


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise LineRefused(_("“%(email)s” is not an email address."), email=text[:80]) from None
    return text


def _amount(row: Mapping[str, str]) -> Money:
    try:
        value = Decimal(row["amount"])
        amount = Money.of(value, row["currency"].upper()) if value.is_finite() and abs(value) < MOST else None
    except (InvalidOperation, ValueError):
        amount = None
    if amount is None or not 0 <= amount.amount < MOST:
        raise LineRefused(
            _("“%(amount)s %(currency)s” is not an amount. Write it as 490.00 and USD."),
            amount=row["amount"][:40],
            currency=row["currency"][:8],
        )
    return amount


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
        day = parse_date(text) if moment is None else None
    except ValueError:
        moment = day = None
    if moment is None and day is not None:
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if moment is None or (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) > clock.now():
        raise LineRefused(_("“%(day)s” is not a past day. Write it as 2026-03-31."), day=text[:40])
    if moment.year not in YEARS:
        raise LineRefused(OUTSIDE)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
