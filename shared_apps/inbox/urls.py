"""Vendors' webhooks to the platform: /webhooks/<source>/ on its own host."""

from django.urls import path

from shared_apps.inbox.views import webhook

app_name = "inbox"
urlpatterns = [path("<slug:source>/", webhook, name="webhook")]
