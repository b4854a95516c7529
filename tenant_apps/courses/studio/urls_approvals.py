"""/studio/approvals/…"""

from django.urls import path

from tenant_apps.courses.studio import approvals

app_name = "studio_approvals"
urlpatterns = [
    path("", approvals.index, name="index"),
    path("policy/", approvals.policy, name="policy"),
    path("<uuid:key>/", approvals.one, name="approval"),
    path("<uuid:key>/decision/", approvals.decision, name="decision"),
    path("<uuid:key>/withdrawal/", approvals.withdrawal, name="withdrawal"),
]
