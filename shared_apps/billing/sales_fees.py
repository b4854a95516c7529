"""The platform's fees on sales that nobody kept back, as they are read inside a tenant. The ledger registers how."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marque.kit.money import Money
from marque.kit.tenancy.context import require_tenant


class Happened(StrEnum):
    """What moved a fee."""

    SOLD = "sold"
    GIVEN_BACK = "given_back"
    CAME_BACK = "came_back"


@dataclass(frozen=True)
class SalesFee:
    """How often something happened in a currency, what it was worth without tax, and the platform's part of that.

    Of what was given back, `net` and `fee` are below zero.
    """

    what: Happened
    count: int
    net: Money
    fee: Money

    @property
    def rate(self) -> str:
        """The part in percent, as it came out; plans may have changed in between."""
        percent = 100 * self.fee.amount / self.net.amount if self.net else 0
        return f"{percent:.2f}".rstrip("0").rstrip(".")

    @property
    def words(self) -> str:
        """What a bill says of it."""
        said = {
            "count": self.count,
            "net": Money(abs(self.net.amount), self.net.currency).format(cents=True),
            "rate": self.rate,
        }
        if self.what is Happened.SOLD:
            one, many = "%(count)s sale of %(net)s without tax", "%(count)s sales of %(net)s without tax"
            return ngettext(one, many, self.count) % said + _(", of which %(rate)s %%") % said
        if self.what is Happened.GIVEN_BACK:
            one, many = "%(count)s refund or lost dispute of %(net)s", "%(count)s refunds and lost disputes of %(net)s"
            return ngettext(one, many, self.count) % said + _(", %(rate)s %% of it given back") % said
        one, many = "%(count)s refund of %(net)s that came back", "%(count)s refunds of %(net)s that came back"
        return ngettext(one, many, self.count) % said + _(", of which %(rate)s %%") % said


Month = tuple[date, str]
# the fees of a month, given the months and currencies that are on bills already; and what has come together since a day
Reader = Callable[[date, Set[Month]], dict[date, list[SalesFee]]]
SinceReader = Callable[[date], list[SalesFee]]
_readers: dict[str, Callable[..., Any]] = {}


def register_sales_fees(*, month: Reader, since: SinceReader) -> None:
    """Say how fees on sales are read in the current tenant."""
    _readers.update(month=month, since=since)


def fees_of(month: date, *, billed: Set[Month]) -> dict[date, list[SalesFee]]:
    """What the current tenant's bill of a month asks for: the same however often it is asked.

    With the fees of earlier months that were handed over and are on no bill.
    """
    require_tenant()
    found: dict[date, list[SalesFee]] = _readers["month"](month, billed)
    return found


def fees_since(first: date) -> list[SalesFee]:
    """What happened in the current tenant from a day on and is on no bill yet."""
    require_tenant()
    found: list[SalesFee] = _readers["since"](first)
    return found
