"""Reasons in sentences."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenant_apps.analytics.models import Reason, Risk

RULES = {
    Reason.NOT_BEGUN: gettext_lazy("A place for a week or more, and no lesson opened."),
    Reason.QUIET: gettext_lazy("Away three times as long as they usually stay away, and more than a week."),
    Reason.STUCK: gettext_lazy("Came back to a lesson on another day, not finished it for a week, and no other since."),
    Reason.FAILING: gettext_lazy("Handed in a quiz twice or more and has not passed it."),
    Reason.LATE: gettext_lazy("The last day of their cohort is over."),
}


def sentences(risk: Risk) -> list[tuple[str, str]]:
    """A label and what happened, for each reason."""
    return [(str(Reason(name).label), _said(name, given)) for name, given in risk.reasons.items()]


def _said(name: str, given: dict[str, Any]) -> str:
    if name == Reason.NOT_BEGUN:
        return (
            ngettext(
                "Has a place for %(days)d day and opened no lesson.",
                "Has a place for %(days)d days and opened no lesson.",
                given["days"],
            )
            % given
        )
    if name == Reason.QUIET:
        words = {"day": _day(given["since"]), "usual": given["usual"]}
        if given["usual"] is None:
            return _("Last here %(day)s.") % words
        return (
            ngettext(
                "Last here %(day)s; usually comes every day.",
                "Last here %(day)s; usually comes every %(usual)d days.",
                max(1, given["usual"]),
            )
            % words
        )
    if name == Reason.STUCK:
        return _("“%(lesson)s” is open since %(day)s.") % {"lesson": given["lesson"], "day": _day(given["since"])}
    if name == Reason.FAILING:
        return _("“%(lesson)s”: handed in %(times)d times, best %(best)d%%.") % given
    return _("“%(cohort)s” ended %(day)s.") % {"cohort": given["cohort"], "day": _day(given["day"])}


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "j M")
