"""The creator's page of domains, below /studio/settings/domains/."""

from django.urls import path

from provisioning.domains import views

app_name = "domains"
urlpatterns = [
    path("", views.domains, name="list"),
    path("<str:domain>/check/", views.check, name="check"),
    path("<str:domain>/primary/", views.primary, name="primary"),
    path("<str:domain>/removal/", views.removal, name="removal"),
]
