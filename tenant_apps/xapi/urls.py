"""The creator's pages of learning records, below /studio/settings/xapi/."""

from django.urls import path

from tenant_apps.xapi import views

app_name = "xapi_studio"
urlpatterns = [
    path("", views.store, name="store"),
    path("statements.jsonl", views.download, name="download"),
]
