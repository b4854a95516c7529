"""/studio/sequences/…"""

from django.urls import path

from tenant_apps.sequences.studio import views

app_name = "studio_sequences"
_STEP = "<uuid:key>/steps/<uuid:step>"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<uuid:key>/", views.sequence, name="sequence"),
    path("<uuid:key>/settings/", views.settings, name="settings"),
    path("<uuid:key>/running/", views.running, name="running"),
    path("<uuid:key>/removal/", views.removal, name="removal"),
    path("<uuid:key>/steps/", views.step, name="new_step"),
    path(f"{_STEP}/", views.step, name="step"),
    path(f"{_STEP}/preview/", views.preview, name="preview"),
    path(f"{_STEP}/position/", views.position, name="position"),
    path(f"{_STEP}/removal/", views.step_removal, name="step_removal"),
]
