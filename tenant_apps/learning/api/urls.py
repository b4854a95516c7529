"""Enrolments, progress and cohorts in the API."""

from django.urls import path

from tenant_apps.learning.api import cohorts, explanations, film, paces, progress, terms, unlocking
from tenant_apps.learning.api import resources as enrolments

_PLACE, _COHORT = "enrolments/<uuid:enrolment_id>/", "cohorts/<uuid:cohort_id>/"
resources = [
    path("courses/<uuid:course_id>/terms/", terms.CourseTerms.as_view(), name="course_terms"),
    path("courses/<uuid:course_id>/unlocking/", unlocking.Unlocking.as_view(), name="course_unlocking"),
    path("lessons/<uuid:lesson_id>/film/", film.LessonFilm.as_view(), name="lesson_film"),
    path("enrolments/", enrolments.Enrolments.as_view(), name="enrolments"),
    path(_PLACE, enrolments.OneEnrolment.as_view(), name="enrolment"),
    path(f"{_PLACE}ending/", enrolments.Ending.as_view(), name="enrolment_ending"),
    path(f"{_PLACE}extension/", enrolments.Extension.as_view(), name="enrolment_extension"),
    path(f"{_PLACE}progress/", progress.OneProgress.as_view(), name="enrolment_progress"),
    path(f"{_PLACE}progress/<uuid:lesson_id>/", progress.LessonDone.as_view(), name="lesson_done"),
    path(f"{_PLACE}pace/", paces.OnePace.as_view(), name="enrolment_pace"),
    path(f"{_PLACE}explanation/", explanations.Explanation.as_view(), name="enrolment_explanation"),
    path(
        f"{_PLACE}explanation/<uuid:lesson_id>/",
        explanations.LessonExplanation.as_view(),
        name="lesson_explanation",
    ),
    path("progress/", progress.Progress.as_view(), name="progress"),
    path("cohorts/", cohorts.Cohorts.as_view(), name="cohorts"),
    path(_COHORT, cohorts.OneCohort.as_view(), name="cohort"),
    path(f"{_COHORT}learners/<uuid:enrolment_id>/", cohorts.CohortLearner.as_view(), name="cohort_learner"),
]
