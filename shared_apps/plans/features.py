"""What a plan can open. Each name is asked for where the thing is done: `require_feature("custom_domains")`."""

from django.utils.translation import gettext_lazy as _

FEATURES = {
    "custom_domains": _("A domain of your own"),
    "sequences": _("Email sequences"),
    "coupons": _("Coupons and sales"),
}
