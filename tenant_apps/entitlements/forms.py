"""What the Studio asks before it gives or takes away."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marque.kit.moments import DayField
from tenant_apps.catalog.models import Product


class GiveForm(forms.Form):
    """What, why and until when."""

    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.order_by("title"), to_field_name="key", empty_label=_("Choose")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("For your team only."))
    expires_at = DayField(
        label=_("Until"),
        required=False,
        help_text=_("Empty: for good."),
    )
    tell = forms.BooleanField(
        label=_("Tell them by email"), required=False, help_text=_("For a course, with the way in.")
    )

    def clean_expires_at(self) -> datetime | None:
        """The end of that day."""
        day = self.cleaned_data["expires_at"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None


class ExtendForm(forms.Form):
    """Until when, and why."""

    expires_at = DayField(label=_("Until"))
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("For your team only."))

    def clean_expires_at(self) -> datetime:
        """The end of that day."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["expires_at"], time.max))


class TakeAwayForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
