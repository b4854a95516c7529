"""What is left before a business opens, read off what is there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from tenant_apps.catalog.models import Offer
from tenant_apps.courses.models import Course
from tenant_apps.orders.models import Order
from tenant_apps.sequences.models import Sequence
from themes.brand import BrandValue


@dataclass(frozen=True)
class Step:
    """One thing to do: done when `done` says so."""

    label: Any
    hint: Any
    action: Any
    view: str
    done: Callable[[BrandValue], bool]


@dataclass(frozen=True)
class Tick:
    """A step and whether it is done."""

    step: Step
    done: bool
    next: bool = False

    @property
    def url(self) -> str:
        """Where it is done."""
        return address_of(self.step.view)


def _branded(brand: BrandValue) -> bool:
    plain = BrandValue()
    return bool(brand.logo or brand.wordmark) or (brand.brand_colour, brand.accent_colour, brand.theme) != (
        plain.brand_colour,
        plain.accent_colour,
        plain.theme,
    )


STEPS = (
    Step(_("Make it yours"), _("Theme, two colours, your name"), _("Choose"), "studio:brand", _branded),
    Step(
        _("Say who answers"),
        _("A support address for every email"),
        _("Add"),
        "studio:brand",
        lambda brand: bool(brand.support_email),
    ),
    Step(
        _("Publish a course"),
        _("One module is enough to start"),
        _("Write"),
        "studio_courses:index",
        lambda brand: Course.objects.published().exists(),
    ),
    Step(
        _("Put an offer on sale"),
        _("A course, a price, an address"),
        _("Price it"),
        "offers_studio:index",
        lambda brand: Offer.objects.live().exists(),
    ),
    Step(
        _("Write your home page"),
        _("What visitors see first"),
        _("Edit"),
        "wagtailadmin_explore_root",
        lambda brand: Page.objects.filter(depth=2, live=True, last_published_at__isnull=False).exists(),
    ),
    Step(
        _("Switch on the welcome emails"),
        _("So nobody starts alone"),
        _("Read them"),
        "studio_sequences:index",
        lambda brand: Sequence.objects.filter(live_at__isnull=False).exists(),
    ),
    Step(
        _("Make a test purchase"),
        _("See what your buyers see"),
        _("Buy"),
        "",
        lambda brand: Order.objects.filter(paid_at__isnull=False).exists(),
    ),
)


def checklist(brand: BrandValue) -> list[Tick]:
    """Every step, with the first open one marked."""
    ticks: list[Tick] = []
    for step in STEPS:
        done = step.done(brand)
        ticks.append(Tick(step, done, next=not done and all(tick.done for tick in ticks)))
    return ticks


def address_of(view: str) -> str:
    """Where a step is done; nothing when that part is not here."""
    try:
        return reverse(view) if view else ""
    except NoReverseMatch:
        return ""
