"""/webhooks/mux/"""

from django.urls import path

from tenant_apps.media import hosted

app_name = "film_notices"
urlpatterns = [path("mux/", hosted.mux, name="mux")]
