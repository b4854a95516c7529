"""Setting up payments by hand: where the money goes, and by when."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from stdnum import bic as bics
from stdnum import iban as ibans

from shared_apps.integrations.ports.connecting import AccountFacts, KeyField
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Merchant

MOST_DAYS = 90


class ManualSetup:
    """Bank details and words for the buyer. What is left empty is not offered."""

    name = "manual"
    title = _("Bank transfer, cash, invoice")
    about = _(
        "Buyers see how to pay and have some days for it. You say when the money came; what they bought opens then. "
        "Subscriptions and trials cannot be paid this way."
    )
    fields = (
        KeyField("holder", _("Account holder"), _("As your bank writes it."), secret=False, required=False),
        KeyField("iban", _("IBAN"), _("For transfers. Buyers in euros get a code to scan."), False, False),
        KeyField("bic", _("BIC"), secret=False, required=False),
        KeyField(
            "details",
            _("Other bank details"),
            _("Where there is no IBAN: account number, routing or sort code, bank, address."),
            secret=False,
            required=False,
            long=True,
        ),
        KeyField("cash", _("Cash"), _("Where and when you take it. Empty: not offered."), False, False, True),
        KeyField(
            "invoice",
            _("Invoice"),
            _("What happens when somebody asks for one. Empty: not offered."),
            False,
            False,
            True,
        ),
        KeyField("due_days", _("Days to pay"), _("14 if you leave it empty, 90 at most."), False, False),
    )
    merchants = frozenset({Merchant.CREATOR})
    has_page = False

    def look(self, keys: Mapping[str, str], *, account: str = "") -> AccountFacts:
        """Whether somebody could pay with this."""
        _check(keys)
        number = keys.get("iban", "").replace(" ", "")
        return AccountFacts(account=number and f"…{number[-4:]}", name=keys.get("holder", ""), live=True)


def _check(keys: Mapping[str, str]) -> None:
    iban, bic, days = keys.get("iban", ""), keys.get("bic", ""), keys.get("due_days", "")
    if not any(keys.get(name) for name in ("iban", "details", "cash", "invoice")):
        raise ProviderError(_now("Fill in an IBAN or other bank details, or say how you take cash."), permanent=True)
    if iban and not ibans.is_valid(iban):
        raise ProviderError(_now("This IBAN is not right. Check it against your bank statement."), permanent=True)
    if bic and not bics.is_valid(bic):
        raise ProviderError(_now("This BIC is not right. It has 8 or 11 letters and digits."), permanent=True)
    if (iban or keys.get("details")) and not keys.get("holder"):
        raise ProviderError(_now("Write whose account it is: banks compare the name."), permanent=True)
    if days and not (re.fullmatch(r"\d{1,2}", days, re.ASCII) and 1 <= int(days) <= MOST_DAYS):
        raise ProviderError(_now("Write between 1 and 90 days."), permanent=True)
