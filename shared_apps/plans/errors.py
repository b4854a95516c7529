"""What plans refuse."""

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Missing, Refused


class NoSuchPlan(Missing):
    """There is no plan of that name, or nobody may pick it any more."""

    field = "plan"
    message = _("There is no plan “%(slug)s”.")


class BadPlan(Refused):
    """The plan cannot be written down like this."""

    message = _("This plan can't be written down like this.")


class LimitReached(Refused):
    """The plan includes no more of this."""

    message = _(
        "Your plan, %(plan)s, includes %(included)s and you have %(used)s. "
        "Choose a larger one under Settings, Plan and usage."
    )


class FeatureMissing(Refused):
    """The plan does not open this."""

    message = _("%(feature)s is not part of your plan, %(plan)s. Choose a larger one under Settings, Plan and usage.")


class StillOver(Refused):
    """The tenant has more than the plan it wants allows."""

    field = "plan"
    message = _("%(plan)s is too small for what you have: %(over)s. Bring it down first; nothing was changed.")
