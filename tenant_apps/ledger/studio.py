"""`/studio/money/`: everything about money in one place."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from tenant_apps.ledger.desk.adjusting import AdjustPage, UndoPage
from tenant_apps.ledger.desk.checks import ChecksPage, GatewayPayoutPage
from tenant_apps.ledger.desk.contributors import ContributorsPage
from tenant_apps.ledger.desk.money import EntriesFile, MoneyPage, TransactionPage
from tenant_apps.ledger.desk.own import OwnPage
from tenant_apps.ledger.desk.payouts import BatchFile, DecisionPage, PayoutPage, PayoutsPage, StatementFile
from tenant_apps.ledger.desk.rules import RuleEndPage, RulesPage, TermsPage
from tenant_apps.ledger.desk.wallets import WalletPage
from tenant_apps.ledger.models import LedgerTransaction
from themes.studio.desk import Desk


class MoneyDesk(Desk):
    """Money, wallets, payouts, rules."""

    name = "money_studio"
    url_prefix = "money"
    model = LedgerTransaction
    icon = menu_icon = "wallet"
    menu_label = _("Money")
    menu_name = "money"
    menu_order = 55
    permission = "ledger.view_ledgertransaction"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Nouns all the way."""
        view = self.construct_view
        return [
            path("", view(MoneyPage), name="index"),
            path("entries.csv", view(EntriesFile), name="entries"),
            path("transactions/<uuid:key>/", view(TransactionPage), name="transaction"),
            path("wallets/<uuid:key>/", view(WalletPage), name="wallet"),
            path("wallets/<uuid:key>/adjustment/", view(AdjustPage), name="adjustment"),
            path("adjustments/<uuid:key>/undo/", view(UndoPage), name="adjustment_undo"),
            path("payouts/", view(PayoutsPage), name="payouts"),
            path("payouts/<str:code>/", view(PayoutPage), name="payout"),
            path("payouts/<str:code>/statement.pdf", view(StatementFile), {"form": "pdf"}, name="statement_pdf"),
            path("payouts/<str:code>/statement.csv", view(StatementFile), {"form": "csv"}, name="statement_csv"),
            *(
                path(f"payouts/<str:code>/{noun}/", view(DecisionPage), {"decision": noun}, name=noun)
                for noun in ("approval", "payment", "return")
            ),
            path("batches/<str:code>/", view(BatchFile), {"form": "csv"}, name="batch"),
            path("batches/<str:code>/sepa/", view(BatchFile), {"form": "xml"}, name="batch_xml"),
            path("checks/", view(ChecksPage), name="checks"),
            path("checks/<uuid:key>/", view(GatewayPayoutPage), name="gateway_payout"),
            path("rules/", view(RulesPage), name="rules"),
            path("rules/<uuid:key>/end/", view(RuleEndPage), name="rule_end"),
            path("own/", view(OwnPage), name="own"),
            path("contributors/", view(ContributorsPage), name="contributors"),
            path("terms/", view(TermsPage), name="terms"),
        ]
