"""What billing refuses."""

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Missing, Refused


class NotSoldSo(Refused):
    """The plan has no price like this."""

    field = "plan"
    message = _("%(plan)s is not sold in %(currency)s by the %(interval)s.")


class NoSubscription(Missing):
    """The tenant is on no plan."""

    message = _("This business is on no plan.")


class AlreadyOnPlan(Refused):
    """Asked for what is."""

    field = "plan"
    message = _("You are on %(plan)s already, paid this way.")


class OpenInvoices(Refused):
    """Something is owed."""

    message = _("Pay what is open first; then the plan can be changed.")


class AmountsChanged(Refused):
    """What was shown is not what would be charged."""

    message = _("The amounts have changed since they were shown. Look at them again; nothing was charged.")


class CardRefused(Refused):
    """The provider did not keep the card."""

    field = "method"
    message = _("This card was not kept. Try another one.")


class NoCard(Refused):
    """There is nothing to charge."""

    message = _("Add a card first; nothing was charged.")


class PaymentRefused(Refused):
    """The card on file was declined."""

    message = _("The payment did not go through.")


class OutcomeUnknown(Refused):
    """The provider has not answered."""

    message = _("The bank has not answered yet. We ask again within minutes; you are not charged twice.")


class NoSuchInvoice(Missing):
    """Not of this tenant, or not at all."""

    message = _("There is no such invoice.")


class NotOpen(Refused):
    """Paid or waived already."""

    message = _("This invoice is not open any more.")


class BadCredit(Refused):
    """Credit is more than nothing, and has a reason."""

    field = "amount"
    message = _("Credit is more than nothing, and has a reason.")


class BadCoupon(Refused):
    """The code means nothing here."""

    field = "coupon"
    message = _("This code is not one of your agency's, or it is used up.")


class BadMarkup(Refused):
    """The code cannot be written down like this."""

    field = "markup"
    message = _("A mark-up is from 0 to 1000 percent, a discount from 0 to 100.")


class IsACopy(Refused):
    """Copies in safe mode owe nothing."""

    message = _("This is a copy in safe mode: it is on no plan and owes nothing.")
