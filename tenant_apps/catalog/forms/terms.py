"""When an offer is sold, how often, and for how long its buyers keep it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marque.kit.moments import WallField
from tenant_apps.catalog.actions import Access, Limits, Sharing, Window
from tenant_apps.catalog.models import Offer


def moment(label: Any, hint: Any = "") -> WallField:
    return WallField(
        label=label,
        help_text=hint,
        required=False,
        error_messages={"invalid": _("Write a day and a time, such as 2027-01-31 09:00.")},
    )


class SaleForm(forms.Form):
    """The terms of sale; whatever is empty does not limit."""

    opens_at = moment(_("Opens"), _("Empty: as soon as it is on sale."))
    closes_at = moment(_("Closes"), _("Empty: it stays open."))
    delivers_at = moment(_("Given on"), _("For a pre-order: paid now, given then."))
    supply = forms.IntegerField(label=_("How many there are"), required=False, min_value=1, max_value=1_000_000)
    per_person = forms.IntegerField(label=_("How many per person"), required=False, min_value=1, max_value=1_000)
    days = forms.IntegerField(
        label=_("Days of access"),
        required=False,
        min_value=1,
        max_value=30_000,
        help_text=_("From the day it is given."),
    )
    until = moment(_("Access until"), _("The same day for everybody."))

    giftable = forms.BooleanField(
        label=_("May be bought as a gift"),
        required=False,
        help_text=_("The buyer names somebody, and they get it by email on a day of the buyer's choice."),
    )
    team_least = forms.IntegerField(label=_("Least seats"), required=False, min_value=1, max_value=1_000)
    team_most = forms.IntegerField(
        label=_("Most seats"),
        required=False,
        min_value=1,
        max_value=1_000,
        help_text=_("Sold by the seat: the price is asked for each, and the buyer invites their team."),
    )

    def __init__(self, data: Any = None, *, offer: Offer) -> None:
        initial = {
            "opens_at": offer.opens_at,
            "closes_at": offer.closes_at,
            "delivers_at": offer.delivers_at,
            "supply": offer.supply_limit,
            "per_person": offer.per_person_limit,
            "days": offer.access_days,
            "until": offer.access_until,
            "giftable": offer.giftable,
            "team_least": offer.team_least,
            "team_most": offer.team_most,
        }
        super().__init__(data, initial=initial)
        if offer.taken:
            self.fields["supply"].help_text = _("%(taken)s are sold or being paid.") % {"taken": offer.taken}

    @property
    def terms(self) -> dict[str, Any]:
        """As the action takes them."""
        entered = self.cleaned_data
        return {
            "window": Window(*(entered[name] for name in ("opens_at", "closes_at", "delivers_at"))),
            "limits": Limits(entered["supply"], entered["per_person"]),
            "access": Access(entered["days"], entered["until"]),
            "sharing": Sharing(entered["giftable"], entered["team_least"], entered["team_most"]),
        }
