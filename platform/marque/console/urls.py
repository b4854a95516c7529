"""Sign-up, and the operators' pages inside the console."""

from django.urls import path

from marque.console import (
    agencies,
    backups,
    bills,
    gateways,
    inbox,
    lifecycle,
    plans,
    settlements,
    sign_up,
    views,
    wallets,
    waves,
)
from marque.console.batches import urls as batches

urlpatterns = [
    path("sign-up/", sign_up.sign_up, name="sign_up"),
    path("sign-up/<uuid:operation_id>/", sign_up.sign_up_progress, name="sign_up_progress"),
    path("console/", views.list_tenants, name="console_tenants"),
    path("console/tenants/new/", views.new_tenant, name="console_new_tenant"),
    path("console/tenants/<slug:slug>/", views.show_tenant, name="console_tenant"),
    path("console/tenants/<slug:slug>/suspension/", views.suspend, name="console_suspend"),
    path("console/tenants/<slug:slug>/resumption/", views.resume, name="console_resume"),
    *(
        path(f"console/tenants/<slug:slug>/{name}/", lifecycle.confirm, {"name": name}, name=f"console_{name}")
        for name in lifecycle.ACTS
    ),
    path("console/agencies/", agencies.list_agencies, name="console_agencies"),
    path("console/agencies/new/", agencies.new_agency, name="console_new_agency"),
    path("console/agencies/<slug:slug>/", agencies.show_agency, name="console_agency"),
    path("console/agencies/<slug:slug>/limit/", agencies.change_limit, name="console_agency_limit"),
    path("console/agencies/<slug:slug>/people/", agencies.add_person, name="console_agency_person"),
    path("console/agencies/<slug:slug>/state/", agencies.change_state, name="console_agency_state"),
    path(
        "console/agencies/<slug:slug>/tokens/<uuid:token_id>/revocation/",
        agencies.revoke,
        name="console_agency_revoke",
    ),
    path("console/waves/", waves.show_wave, name="console_wave"),
    path("console/backups/", backups.list_backups, name="console_backups"),
    path("console/webhooks/", inbox.list_notices, name="console_inbox"),
    path("console/webhooks/<int:number>/replay/", inbox.replay, name="console_inbox_replay"),
    path("console/billing/", bills.list_bills, name="console_billing"),
    path("console/billing/run/", bills.run, name="console_billing_run"),
    path("console/billing/invoices/<int:number>/", bills.invoice, name="console_invoice"),
    path("console/billing/invoices/<int:number>/waiver/", bills.waive, name="console_waive"),
    path("console/plans/", plans.list_plans, name="console_plans"),
    path("console/plans/new/", plans.new_plan, name="console_new_plan"),
    path("console/plans/<slug:slug>/", plans.change_plan, name="console_plan"),
    path("console/plans/<slug:slug>/retirement/", plans.retire, name="console_retire_plan"),
    path("console/tenants/<slug:slug>/bill/", bills.show_bill, name="console_bill"),
    path("console/tenants/<slug:slug>/bill/credit/", bills.credit, name="console_credit"),
    path("console/tenants/<slug:slug>/bill/plan/", bills.change_plan, name="console_change_plan"),
    path("console/tenants/<slug:slug>/wallets/", wallets.find_wallet, name="console_wallets"),
    path("console/tenants/<slug:slug>/wallets/<uuid:key>/", wallets.adjust_wallet, name="console_wallet"),
    path(
        "console/tenants/<slug:slug>/wallets/adjustments/<uuid:key>/undo/",
        wallets.undo_adjustment,
        name="console_wallet_undo",
    ),
    path("console/payouts/", settlements.list_payouts, name="console_payouts"),
    *batches.urlpatterns,
    path("console/payouts/<uuid:key>/", settlements.show_payout, name="console_payout"),
    *(
        path(
            f"console/payouts/<uuid:key>/{noun}/", settlements.decide, {"decision": noun}, name=f"console_payout_{noun}"
        )
        for noun in ("approval", "payment", "return")
    ),
    path("console/payouts/alerts/<int:alert_id>/end/", settlements.clear, name="console_alert_end"),
    path("console/gateways/", gateways.show, name="console_gateways"),
    path("console/gateways/keys/", gateways.keys, name="console_gateway_keys"),
    path("console/gateways/keys/end/", gateways.forget, name="console_gateway_forget"),
    path("console/gateways/collecting/", gateways.collect, name="console_collecting"),
    path("console/gateways/collecting/<uuid:tenant_id>/end/", gateways.stop, name="console_collecting_end"),
    path("console/operations/<uuid:operation_id>/", views.show_operation, name="console_operation"),
    path("console/audit/", views.list_audit, name="console_audit"),
]
