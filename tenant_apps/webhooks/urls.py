"""The creator's pages of webhooks, below /studio/settings/webhooks/."""

from django.urls import path

from tenant_apps.webhooks import views

app_name = "webhooks_studio"
urlpatterns = [
    path("", views.endpoints, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:key>/", views.endpoint, name="endpoint"),
    path("<uuid:key>/form/", views.change, name="change"),
    path("<uuid:key>/test/", views.test, name="test"),
    path("<uuid:key>/rotation/", views.rotation, name="rotation"),
    path("<uuid:key>/secret/", views.secret, name="secret"),
    path("<uuid:key>/switch/", views.switch, name="switch"),
    path("<uuid:key>/removal/", views.removal, name="removal"),
    path("<uuid:key>/replays/", views.replays, name="replays"),
    path("<uuid:key>/deliveries/<uuid:message>/", views.delivery, name="delivery"),
    path("<uuid:key>/deliveries/<uuid:message>/replay/", views.replay, name="replay"),
]
