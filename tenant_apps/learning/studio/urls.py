"""/studio/courses/<course>/release/…, …/cohorts/… and …/learners/…"""

from django.urls import path

from tenant_apps.learning.studio import cohorts, learners, rules

app_name = "studio_drip"
_COHORT = "<uuid:key>/cohorts/<uuid:cohort>"
_LEARNER = "<uuid:key>/learners/<uuid:enrolment>"
urlpatterns = [
    path("<uuid:key>/release/", rules.release, name="release"),
    path("<uuid:key>/release/<uuid:part>/", rules.rule, name="rule"),
    path("<uuid:key>/cohorts/", cohorts.cohorts, name="cohorts"),
    path(f"{_COHORT}/", cohorts.cohort, name="cohort"),
    path(f"{_COHORT}/places/", cohorts.places, name="places"),
    path(f"{_COHORT}/places/<uuid:enrolment>/removal/", cohorts.place_removal, name="place_removal"),
    path(f"{_COHORT}/removal/", cohorts.removal, name="cohort_removal"),
    path("<uuid:key>/learners/", learners.learners, name="learners"),
    path("<uuid:key>/learners/unlocking/", learners.unlocking, name="unlocking"),
    path(f"{_LEARNER}/", learners.learner, name="learner"),
    path(f"{_LEARNER}/unlocking/", learners.own_unlocking, name="own_unlocking"),
    path(f"{_LEARNER}/pace/", learners.pace, name="pace"),
]
