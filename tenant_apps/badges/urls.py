"""/badges/…"""

from django.urls import path

from tenant_apps.badges import machine, views

app_name = "badges"
urlpatterns = [
    path("issuer/", machine.issuer, name="issuer"),
    path("keys/", machine.jwks, name="jwks"),
    path("keys/<str:kid>/", machine.jwk, name="jwk"),
    path("status/<str:kid>/", machine.status, name="status"),
    path("kinds/<uuid:key>/", machine.kind, name="kind"),
    path("kinds/<uuid:key>/picture.png", views.picture, name="picture"),
    path("<str:serial>/", views.award, name="award"),
    path("<str:serial>/badge.png", views.baked, name="baked"),
    path("<str:serial>/credential.jwt", views.credential, name="credential"),
]
