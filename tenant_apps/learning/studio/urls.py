"""/studio/courses/<course>/release/…, …/cohorts/… and …/learners/…"""

from django.urls import path

from tenant_apps.learning.studio import (
    board,
    cohorts,
    enrolment,
    inviting,
    learners,
    lists,
    looking,
    proposed,
    rules,
    timetable,
)

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
    path(f"{_COHORT}/timetable/", timetable.timetable, name="timetable"),
    path(f"{_COHORT}/timetable/sessions/", timetable.live_sessions, name="live_sessions"),
    path(f"{_COHORT}/timetable/sessions/<uuid:live_session>/", timetable.live_session, name="live_session"),
    path(
        f"{_COHORT}/timetable/sessions/<uuid:live_session>/cancellation/", timetable.cancellation, name="cancellation"
    ),
    path(f"{_COHORT}/timetable/deadlines/", timetable.deadlines, name="deadlines"),
    path(f"{_COHORT}/board/", board.board, name="board"),
    path(f"{_COHORT}/board/posts/", board.posts, name="posts"),
    path(f"{_COHORT}/board/posts/<uuid:post>/hiding/", board.post_hiding, name="post_hiding"),
    path("<uuid:key>/learners/", learners.learners, name="learners"),
    path("<uuid:key>/lists/", lists.lists, name="lists"),
    path("<uuid:key>/lists/<uuid:list>/", lists.one, name="list"),
    path("<uuid:key>/lists/<uuid:list>/start/", lists.start, name="list_start"),
    path("<uuid:key>/learners/invitations/", inviting.invitations, name="invitations"),
    path("<uuid:key>/learners/unlocking/", learners.unlocking, name="unlocking"),
    path("<uuid:key>/lessons/<uuid:lesson>/proposal/view/", proposed.lesson, name="proposed"),
    path(f"{_LEARNER}/", learners.learner, name="learner"),
    path(f"{_LEARNER}/view/", looking.course, name="looking"),
    path(f"{_LEARNER}/view/<slug:lesson>/", looking.lesson, name="looking_lesson"),
    path(f"{_LEARNER}/unlocking/", learners.own_unlocking, name="own_unlocking"),
    path(f"{_LEARNER}/extensions/", learners.extension, name="extension"),
    path(f"{_LEARNER}/extensions/<uuid:extension>/end/", learners.extension_end, name="extension_end"),
    path(f"{_LEARNER}/pace/", learners.pace, name="pace"),
    path(f"{_LEARNER}/transfer/", learners.transfer, name="transfer"),
    path("<uuid:key>/enrolment/", enrolment.enrolment, name="enrolment"),
]
