"""The creator's page of tokens, below /studio/settings/api/."""

from django.urls import path

from tenant_apps.api import views

app_name = "api_tokens"
urlpatterns = [
    path("", views.tokens, name="list"),
    path("<uuid:key>/revocation/", views.revocation, name="revocation"),
]
