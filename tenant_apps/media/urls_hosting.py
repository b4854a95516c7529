"""/studio/settings/films/…"""

from django.urls import path

from tenant_apps.media import hosting

app_name = "film_hosting"
urlpatterns = [
    path("", hosting.hosting, name="hosting"),
    path("check/", hosting.check, name="check"),
    path("choice/", hosting.choice, name="choice"),
    path("removals/", hosting.removals, name="removals"),
    path("disconnection/", hosting.disconnection, name="disconnection"),
]
