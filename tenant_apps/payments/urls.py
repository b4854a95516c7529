"""The creator's page of payments, below /studio/settings/payments/."""

from django.urls import path

from tenant_apps.payments import practice, views

app_name = "payments"
urlpatterns = [
    path("", views.payments, name="list"),
    path("choice/", views.choice, name="choice"),
    path("practice/", practice.practice, name="practice"),
    path("practice/payout/", practice.payout, name="payout"),
    path("practice/<str:reference>/<slug:act>/", practice.happening, name="happening"),
    path("<slug:gateway>/connection/", views.connection, name="connection"),
    path("<slug:gateway>/offering/", views.offering, name="offering"),
    path("<slug:gateway>/check/", views.check, name="check"),
    path("<slug:gateway>/disconnection/", views.disconnection, name="disconnection"),
]
