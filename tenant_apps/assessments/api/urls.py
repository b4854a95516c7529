"""Submissions, attempts and grades in the API."""

from django.urls import path

from tenant_apps.assessments.api import attempts, banks, questions, rules
from tenant_apps.assessments.api import resources as assessments

_BANK, _QUESTION = "banks/<uuid:bank_id>/", "questions/<uuid:question_id>/"
resources = [
    path("submissions/", assessments.Submissions.as_view(), name="submissions"),
    path("submissions/<uuid:submission_id>/", assessments.OneSubmission.as_view(), name="submission"),
    path("submissions/<uuid:submission_id>/answer/", assessments.SubmissionAnswer.as_view(), name="submission_answer"),
    path("grades/", assessments.Grades.as_view(), name="grades"),
    path("grades/<uuid:enrolment_id>/<uuid:lesson_id>/", assessments.OneGrade.as_view(), name="grade"),
    path("attempts/", attempts.Attempts.as_view(), name="attempts"),
    path("attempts/<uuid:attempt_id>/", attempts.OneAttempt.as_view(), name="attempt"),
    path("weights/<uuid:lesson_id>/", attempts.Weight.as_view(), name="weight"),
    path("lessons/<uuid:lesson_id>/questions/", questions.QuizQuestions.as_view(), name="quiz_questions"),
    path("lessons/<uuid:lesson_id>/rules/", rules.QuizRules.as_view(), name="quiz_rules"),
    path(_QUESTION, questions.OneQuestion.as_view(), name="question"),
    path(f"{_QUESTION}position/", questions.QuestionPosition.as_view(), name="question_position"),
    path("banks/", banks.Banks.as_view(), name="banks"),
    path(_BANK, banks.OneBank.as_view(), name="bank"),
    path(f"{_BANK}questions/", banks.BankQuestions.as_view(), name="bank_questions"),
    path(f"{_BANK}questions/<uuid:bank_question_id>/", banks.OneBankQuestion.as_view(), name="bank_question"),
]
