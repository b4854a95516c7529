"""/studio/points/"""

from django.urls import path

from tenant_apps.points.studio import rules

app_name = "studio_points"
urlpatterns = [path("", rules.rules, name="rules")]
