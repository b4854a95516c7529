"""What is typed on the page of plan and usage."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.plans.models import Interval


class ChangeForm(forms.Form):
    """Which plan, in which rhythm; `quote` carries what was shown, signed."""

    plan = forms.SlugField(max_length=40)
    interval = forms.ChoiceField(choices=Interval.choices)
    quote = forms.CharField(max_length=400, required=False)


class CouponForm(forms.Form):
    """A code of the agency that looks after the business."""

    code = forms.CharField(label=_("Code from your agency"), max_length=40)
