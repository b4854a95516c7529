"""Submissions, attempts and grades in the API."""

from django.urls import path

from tenant_apps.assessments.api import attempts
from tenant_apps.assessments.api import resources as assessments

resources = [
    path("submissions/", assessments.Submissions.as_view(), name="submissions"),
    path("submissions/<uuid:submission_id>/", assessments.OneSubmission.as_view(), name="submission"),
    path("submissions/<uuid:submission_id>/answer/", assessments.SubmissionAnswer.as_view(), name="submission_answer"),
    path("grades/", assessments.Grades.as_view(), name="grades"),
    path("grades/<uuid:enrolment_id>/<uuid:lesson_id>/", assessments.OneGrade.as_view(), name="grade"),
    path("attempts/", attempts.Attempts.as_view(), name="attempts"),
    path("attempts/<uuid:attempt_id>/", attempts.OneAttempt.as_view(), name="attempt"),
    path("weights/<uuid:lesson_id>/", attempts.Weight.as_view(), name="weight"),
]
