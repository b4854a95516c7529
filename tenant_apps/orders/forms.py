"""What the checkout asks besides the card."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marque.kit.money import BadAmount, Money
from tenant_apps.people.models import Person


class DetailsForm(forms.Form):
    """Who buys. The hidden fields make one form one order, and keep it to the price it showed."""

    email = forms.EmailField(
        label=_("Email"),
        help_text=_("No account needed. We send your sign-in link here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Type your email, so we can send your receipt and sign-in link."),
            "invalid": _("This email is not complete. It needs an @ and a domain, like sofia@example.com."),
        },
    )
    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type the name to put on your receipt.")},
    )
    order_key = forms.UUIDField(widget=forms.HiddenInput)
    price = forms.CharField(max_length=40, widget=forms.HiddenInput)
    place = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    remind = forms.BooleanField(
        label=_("Remind me by email if I do not finish"),
        required=False,
        help_text=_("Once or twice, and every email has a link that stops them."),
        widget=forms.CheckboxInput(attrs={"data-chooses": True}),
    )

    def __init__(
        self, *args: Any, price: Money, person: Person | None = None, reminds: bool = False, **kwargs: Any
    ) -> None:
        initial = {"order_key": uuid4(), "price": written(price), **kwargs.pop("initial", {})}
        if person is not None:
            initial |= {"email": person.email, "name": initial.get("name") or person.name}
        super().__init__(*args, initial=initial, **kwargs)
        if reminds:
            self.fields["email"].widget.attrs["data-chooses"] = True
        else:
            del self.fields["remind"]
        if person is not None:
            # a disabled field keeps its initial value, whatever is posted: signed in, you buy for yourself
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("The email you sign in with.")

    def clean_price(self) -> Money:
        """The price the form showed."""
        amount, _space, currency = self.cleaned_data["price"].partition(" ")
        try:
            return Money(int(amount), currency)
        except ValueError:
            raise forms.ValidationError(_("Open the checkout again.")) from None

    def show_price(self, price: Money) -> None:
        """Show another price than the one that was posted."""
        self.data = self.data.copy()  # type: ignore[assignment]
        self.data["price"] = written(price)  # type: ignore[index]


class LineForm(forms.Form):
    """Who waits for a sold-out offer."""

    TOO_MANY = _("Too many tries from your network. Wait ten minutes, then try again.")

    email = forms.EmailField(
        label=_("Email"),
        help_text=_("We write once, when there is a place for you, and for nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Type your email, so we can tell you."),
            "invalid": _("This email is not complete. It needs an @ and a domain, like sofia@example.com."),
        },
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"email": person.email} if person else {}, **kwargs)


def written(price: Money) -> str:
    """A price as the hidden field carries it."""
    return f"{price.amount} {price.currency}"


class RefundForm(forms.Form):
    """How much goes back, and why."""

    amount = forms.CharField(
        label=_("Amount"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For your own records. The buyer does not see it."),
        error_messages={"required": _("Write a reason, so you know later why the money went back.")},
    )

    def __init__(self, *args: Any, most: Money, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most
        if not most:
            del self.fields["amount"]
            return
        shown = most.format(get_language() or "en", cents=True)
        self.fields["amount"].help_text = _(
            "Leave it empty to give all of %(most)s back. After a part, the buyer keeps what they bought."
        ) % {"most": shown}

    def clean_amount(self) -> Money | None:
        """Some of it, or None for all."""
        typed = self.cleaned_data["amount"].strip()
        if not typed:
            return None
        try:
            return Money.parse(typed, self.most.currency, get_language() or "en")
        except BadAmount as bad:
            raise forms.ValidationError(str(bad)) from None
