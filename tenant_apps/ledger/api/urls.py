"""Payouts and balances in the API."""

from django.urls import path

from tenant_apps.ledger.api import adjusting
from tenant_apps.ledger.api import resources as ledger

resources = [
    path("payouts/", ledger.Payouts.as_view(), name="payouts"),
    path("payouts/<uuid:payout_id>/", ledger.OnePayout.as_view(), name="payout"),
    path("adjustments/", adjusting.Adjustments.as_view(), name="adjustments"),
    path("adjustments/<uuid:adjustment_id>/undo/", adjusting.AdjustmentUndo.as_view(), name="adjustment_undo"),
    path("balances/", ledger.Balances.as_view(), name="balances"),
]
