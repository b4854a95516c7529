"""What is metered, and how it is read inside a tenant. Apps that have something to count register how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marque.kit.tenancy.context import require_tenant

GIGABYTE = 1 << 30


@dataclass(frozen=True)
class Meter:
    """Something counted. `monthly` starts anew with each month (UTC); anything else is what there is."""

    name: str
    label: str | Promise
    phrase: str | Promise
    monthly: bool = False
    bytes: bool = False

    def text(self, amount: int) -> str:
        """An amount as people read it."""
        return filesizeformat(amount).replace("\xa0", " ").replace(".0 ", " ") if self.bytes else f"{amount:,}"

    def words(self, amount: int) -> str:
        """An amount with its noun: “3 courses”."""
        return str(self.phrase) % {"amount": self.text(amount)}


METERS = {
    meter.name: meter
    for meter in (
        Meter("members", _("Members"), _("%(amount)s members")),
        Meter("staff", _("People on the team"), _("%(amount)s people on the team")),
        Meter("courses", _("Courses"), _("%(amount)s courses")),
        Meter("products", _("Offers"), _("%(amount)s offers")),
        Meter("storage", _("Files"), _("%(amount)s of files"), bytes=True),
        Meter("video_minutes", _("Minutes of film"), _("%(amount)s minutes of film")),
        Meter("emails", _("Emails this month"), _("%(amount)s emails a month"), monthly=True),
    )
}

# of a monthly meter the use on one day, of any other what there is now
Reader = Callable[[], int]
MonthlyReader = Callable[[date, date], int]
_gauges: dict[str, Reader] = {}
_monthly: dict[str, MonthlyReader] = {}


def register_gauge(name: str, read: Reader) -> None:
    """Say how what there is of something is counted in the current tenant."""
    if METERS[name].monthly:
        raise ValueError(f"{name} is counted by day.")
    _gauges[name] = read


def register_monthly(name: str, read: MonthlyReader) -> None:
    """Say how the use of something from one day to before another is counted in the current tenant."""
    if not METERS[name].monthly:
        raise ValueError(f"{name} is not counted by day.")
    _monthly[name] = read


def reading(name: str, day: date) -> int:
    """The current tenant's use: of a monthly meter since the first of the day's month, else what there is now."""
    require_tenant()
    if name in _gauges:
        return _gauges[name]()
    return _monthly[name](day.replace(day=1), date.max)


def use_between(name: str, first: date, end: date) -> int:
    """The current tenant's use of a monthly meter from one day to before another."""
    return _monthly[name](first, end)


def registered() -> list[Meter]:
    """The meters that somebody reads, in their order."""
    return [meter for name, meter in METERS.items() if name in _gauges or name in _monthly]
