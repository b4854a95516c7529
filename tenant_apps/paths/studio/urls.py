"""/studio/paths/…"""

from django.urls import path

from tenant_apps.paths.studio import acts, approvals, pages

app_name = "studio_paths"
_STEP = "<uuid:path>/steps/<uuid:step>"
urlpatterns = [
    path("", pages.paths, name="paths"),
    path("<uuid:path>/", pages.path, name="path"),
    path("<uuid:path>/people/", pages.people, name="people"),
    path("<uuid:path>/steps/", acts.steps, name="steps"),
    path(f"{_STEP}/", acts.step, name="step"),
    path(f"{_STEP}/removal/", acts.step_removal, name="step_removal"),
    path("<uuid:path>/publication/", acts.publication, name="publication"),
    path("<uuid:path>/approval/", approvals.ask, name="ask"),
    path("approvals/<uuid:approval>/", approvals.one, name="approval"),
    path("approvals/<uuid:approval>/decision/", approvals.decision, name="decision"),
    path("approvals/<uuid:approval>/withdrawal/", approvals.withdrawal, name="withdrawal"),
    path("<uuid:path>/removal/", acts.removal, name="removal"),
]
