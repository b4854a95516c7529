"""A person's saved cards: /account/payment-methods/."""

from django.urls import path

from tenant_apps.payments import views

app_name = "saved_methods"
urlpatterns = [
    path("payment-methods/<uuid:key>/removal/", views.removal, name="removal"),
]
