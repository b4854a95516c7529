"""/studio/certificate-designs/… and /studio/certificate-issuing/…"""

from django.urls import include, path

from tenant_apps.certificates.studio import designer, giving

designs = [
    path("<uuid:key>/", designer.designer, name="designer"),
    path("<uuid:key>/preview/", designer.preview, name="preview"),
    path("<uuid:key>/layout/", designer.layout, name="layout"),
    path("<uuid:key>/pictures/", designer.pictures, name="pictures"),
]
giving_out = [
    path("", giving.giving, name="giving"),
    path("<uuid:key>/withdrawal/", giving.withdrawal, name="withdrawal"),
    path("<uuid:key>/renewal/", giving.renewal, name="renewal"),
    path("<uuid:key>/erasure/", giving.erasure, name="erasure"),
]
in_studio = [
    path("certificate-designs/", include((designs, "studio_designs"))),
    path("certificate-issuing/", include((giving_out, "studio_certificates"))),
]
