"""What a person sees of their own earnings: /account/earnings/."""

from django.urls import path

from tenant_apps.ledger import stripe_account, views

app_name = "ledger"
urlpatterns = [
    path("", views.earnings, name="earnings"),
    path("account/", views.payout_account, name="payout_account"),
    path("stripe/", stripe_account.opening, name="stripe"),
    path("stripe/again/", stripe_account.again, name="stripe_again"),
    path("stripe/back/", stripe_account.back, name="stripe_back"),
    path("payouts/", views.payouts, name="payouts"),
    path("payouts/<str:code>/statement.pdf", views.statement, {"form": "pdf"}, name="statement_pdf"),
    path("payouts/<str:code>/statement.csv", views.statement, {"form": "csv"}, name="statement_csv"),
]
