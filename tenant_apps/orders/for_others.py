"""What the checkout asks about somebody else: who gets a gift, and how many seats a team has."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.moments import DayField
from marque.kit.zones import find_zone
from tenant_apps.catalog.models import Offer
from tenant_apps.orders.models import Gift, Order, Team
from tenant_apps.orders.quoting import seats_from_to
from tenant_apps.orders.wishes import Wish
from themes.clocks import business_zone

# gifts come in the morning
MORNING = time(9)
WITHIN = timedelta(days=366)


class RecipientForm(forms.Form):
    """Who gets a gift."""

    recipient_name = forms.CharField(
        label=_("Who is it for?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the name of the person you give it to.")},
    )
    recipient_email = forms.EmailField(
        label=_("Their email"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Type their email, so that the gift finds them."),
            "invalid": _("This email is not complete. It needs an @ and a domain, like sofia@example.com."),
        },
    )


class GiftForm(RecipientForm):
    """Whether it is a gift; only then is the rest asked for."""

    gift = forms.BooleanField(label=_("Buy as a gift"), required=False)
    message = forms.CharField(
        label=_("A few words from you"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    send_on = DayField(
        label=_("Arrives on"),
        required=False,
        error_messages={"invalid": _("Write a day, such as 2027-01-31.")},
    )
    # filled in by the browser; without JavaScript the business's own
    gift_zone = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    field_order = ("gift", "recipient_name", "recipient_email", "message", "send_on", "gift_zone")

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None, own_email: str = "") -> None:
        super().__init__(data, initial=initial)
        self.own_email = own_email
        self.wanted = bool(data and data.get("gift"))
        if data is not None and not self.wanted:
            for name in ("recipient_name", "recipient_email"):
                self.fields[name].required = False
        self.fields["send_on"].help_text = _("Empty: as soon as you have paid. Otherwise at 9 in the morning.")

    @property
    def zone(self) -> ZoneInfo:
        """The buyer's time zone, as their browser says it, else the business's."""
        said = str((self.data or {}).get("gift_zone", ""))[:64]
        return find_zone(said) or business_zone()

    def clean(self) -> dict[str, Any]:
        """What is no gift has nothing wrong with it."""
        entered = super().clean() or {}
        if not self.wanted:
            self._errors.clear()
            return {"gift": False}
        if entered.get("recipient_email", "").lower() == self.own_email.strip().lower() != "":
            self.add_error("recipient_email", _("This is your own email. Buy it for yourself, or name somebody else."))
        self._check_day(entered.get("send_on"))
        return entered

    def _check_day(self, day: date | None) -> None:
        if day is None:
            return
        today = clock.now().astimezone(self.zone).date()
        if not today <= day <= today + WITHIN:
            self.add_error("send_on", _("Choose a day from today to a year from now."))

    def wish(self) -> Wish | None:
        """What was said, once the form is valid; None where it is no gift."""
        if not self.wanted or not self.is_valid():
            return None
        entered, now = self.cleaned_data, clock.now()
        day = entered["send_on"]
        at = datetime.combine(day, MORNING, tzinfo=self.zone) if day else now
        return Wish(
            name=entered["recipient_name"],
            email=entered["recipient_email"],
            message=entered["message"],
            send_at=max(at, now),
            time_zone=str(self.zone),
        )


class SeatsForm(forms.Form):
    """How many seats."""

    seats = forms.IntegerField(label=_("Seats"), widget=forms.NumberInput(attrs={"data-chooses": True}))

    def __init__(self, data: Any = None, *, offer: Offer, team: Team | None = None) -> None:
        least, most = seats_from_to(offer, team)
        super().__init__(data, initial={"seats": least})
        field = self.fields["seats"]
        field.min_value, field.max_value = least, most  # type: ignore[attr-defined]
        field.widget.attrs |= {"min": least, "max": most}
        said = {"least": least, "most": most}
        wrong = _("Choose from %(least)s to %(most)s seats.") % said
        field.error_messages |= {"required": wrong, "invalid": wrong}
        field.help_text = _("From %(least)s to %(most)s. You invite your team afterwards.") % said

    def clean_seats(self) -> int:
        """Within what the offer allows."""
        wanted = int(self.cleaned_data["seats"])
        field = self.fields["seats"]
        if not field.min_value <= wanted <= field.max_value:  # type: ignore[attr-defined]
            raise forms.ValidationError(field.error_messages["invalid"])
        return wanted


def gift_form(
    request: HttpRequest, offer: Offer, begun: Order | None, *, own_email: str, buying: bool
) -> GiftForm | None:
    """The form where the offer may be given; it begins as it was left, or ticked by `?gift=1`."""
    if not offer.giftable:
        return None
    if buying:
        return GiftForm(request.POST, own_email=own_email)
    if request.method == "POST":  # another total was asked for: what was typed stays, and nothing is wrong yet
        return GiftForm(initial={name: request.POST.get(name, "") for name in GiftForm.base_fields})
    gift = Gift.objects.filter(order=begun).first() if begun else None
    if gift is None:
        return GiftForm(initial={"gift": "gift" in request.GET})
    there = {"recipient_name": gift.recipient_name, "recipient_email": gift.recipient_email, "message": gift.message}
    return GiftForm(initial={"gift": True, **there})


def seats_form(request: HttpRequest, offer: Offer, team: Team | None, *, buying: bool) -> SeatsForm | None:
    """The form where the offer is sold by the seat."""
    if not offer.for_teams:
        return None
    said = request.POST if request.method == "POST" else request.GET
    return SeatsForm(said if buying or said.get("seats") else None, offer=offer, team=team)
