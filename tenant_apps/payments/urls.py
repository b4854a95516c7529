"""The creator's page of payments, below /studio/settings/payments/."""

from django.urls import path

from tenant_apps.payments import onboarding, practice, views

app_name = "payments"
urlpatterns = [
    path("", views.payments, name="list"),
    path("choice/", views.choice, name="choice"),
    path("page/", views.page, name="page"),
    path("wallets/", views.wallets, name="wallets"),
    path("wallets/<uuid:key>/", views.wallet_domain, name="wallet_domain"),
    path("practice/", practice.practice, name="practice"),
    path("practice/payout/", practice.payout, name="payout"),
    path("practice/<str:reference>/<slug:act>/", practice.happening, name="happening"),
    path("<slug:gateway>/connection/", views.connection, name="connection"),
    path("<slug:gateway>/offering/", views.offering, name="offering"),
    path("<slug:gateway>/account/", onboarding.account, name="account"),
    path("<slug:gateway>/account/again/", onboarding.again, name="account_again"),
    path("<slug:gateway>/account/back/", onboarding.back, name="account_back"),
    path("<slug:gateway>/check/", views.check, name="check"),
    path("<slug:gateway>/disconnection/", views.disconnection, name="disconnection"),
]
