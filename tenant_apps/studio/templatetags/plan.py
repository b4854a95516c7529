"""Amounts of use in the Studio: `{% load plan %}`."""

from django import template

from shared_apps.billing.queries import Use

register = template.Library()


@register.filter
def used(use: Use) -> str:
    """How much there is."""
    return use.meter.text(use.used)


@register.filter
def included(use: Use) -> str:
    """How much the plan includes."""
    return use.meter.text(use.included) if use.included is not None else ""
