"""Panels of the dashboard. An app above this one adds its own with `@panel("main", order=30)`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tenant_apps.studio.dashboard.period import Period
from themes.brand import BrandValue

AREAS = ("strip", "main", "side")


@dataclass(frozen=True)
class Desk:
    """What a panel may look at."""

    request: HttpRequest
    period: Period
    brand: BrandValue
    now: datetime

    def render(self, template: str, **values: object) -> SafeString:
        """A panel's template with the desk at hand."""
        return render_to_string(template, {"desk": self, **values}, request=self.request)


Draw = Callable[[Desk], str]


@dataclass(frozen=True)
class Panel:
    """One part of the dashboard; it draws nothing for those who may not see it."""

    area: str
    order: int
    permission: str
    draw: Draw


_panels: list[Panel] = []


def panel(area: str, *, order: int, permission: str = "") -> Callable[[Draw], Draw]:
    """Decorate a function of a Desk that returns HTML."""
    if area not in AREAS:
        raise ValueError(f"A dashboard has no {area!r}.")

    def register(draw: Draw) -> Draw:
        _panels.append(Panel(area, order, permission, draw))
        return draw

    return register


def panels_of(area: str, desk: Desk) -> list[str]:
    """An area's panels, drawn, in their order; without the empty ones."""
    user = desk.request.user
    shown = [each for each in _panels if each.area == area and (not each.permission or user.has_perm(each.permission))]
    return [html for each in sorted(shown, key=lambda each: each.order) if (html := each.draw(desk))]
