"""/studio/courses/<course>/lessons/<lesson>/quiz/… and /studio/submissions/…"""

from django.urls import include, path

from tenant_apps.assessments.studio import (
    assignments,
    attempts,
    banks,
    grades,
    pictures,
    portfolios,
    quizzes,
    submissions,
)

_QUIZ = "<uuid:key>/lessons/<uuid:lesson>/quiz/"
_ASSIGNMENT = "<uuid:key>/lessons/<uuid:lesson>/assignment/"
quiz = [
    path(_QUIZ, quizzes.quiz, name="quiz"),
    path(f"{_QUIZ}rules/", quizzes.rules, name="rules"),
    path(f"{_QUIZ}draws/", quizzes.draws, name="draws"),
    path(f"{_QUIZ}draws/<uuid:draw>/end/", quizzes.draw_end, name="draw_end"),
    path(f"{_QUIZ}questions/", quizzes.question, name="new_question"),
    path(f"{_QUIZ}questions/<uuid:question>/", quizzes.question, name="question"),
    path(f"{_QUIZ}questions/<uuid:question>/position/", quizzes.position, name="position"),
    path(f"{_QUIZ}questions/<uuid:question>/removal/", quizzes.removal, name="removal"),
]
assignment = [
    path(_ASSIGNMENT, assignments.assignment, name="assignment"),
    path(f"{_ASSIGNMENT}terms/", assignments.terms, name="terms"),
    path(f"{_ASSIGNMENT}example/", assignments.example, name="example"),
    path(f"{_ASSIGNMENT}criteria/", assignments.criterion, name="new_criterion"),
    path(f"{_ASSIGNMENT}criteria/<uuid:criterion>/", assignments.criterion, name="criterion"),
    path(f"{_ASSIGNMENT}criteria/<uuid:criterion>/removal/", assignments.removal, name="removal"),
]
waiting = [
    path("", submissions.queue, name="queue"),
    path("attempts/", attempts.attempts, name="attempts"),
    path("attempts/<uuid:attempt>/", attempts.attempt, name="attempt"),
    path("attempts/<uuid:attempt>/grades/", attempts.grades, name="attempt_grades"),
    path("<uuid:key>/", submissions.submission, name="submission"),
    path("<uuid:key>/answer/", submissions.answer, name="answer"),
    path("<uuid:key>/works/<uuid:work>/pins/", submissions.pins, name="pins"),
    path("<uuid:key>/pins/<uuid:pin>/removal/", submissions.pin_removal, name="pin_removal"),
]
in_banks = [
    path("", banks.banks, name="banks"),
    path("<uuid:bank>/", banks.bank, name="bank"),
    path("<uuid:bank>/removal/", banks.removal, name="removal"),
    path("<uuid:bank>/export/", banks.export, name="export"),
    path("<uuid:bank>/import/", banks.bringing_in, name="import"),
    path("<uuid:bank>/questions/", banks.question, name="new_question"),
    path("<uuid:bank>/questions/<uuid:question>/", banks.question, name="question"),
    path("<uuid:bank>/questions/<uuid:question>/removal/", banks.question_removal, name="question_removal"),
]
gradebook = [
    path("<uuid:key>/grades/", grades.grades, name="grades"),
    path("<uuid:key>/grades/export/", grades.export, name="export"),
    path("<uuid:key>/grades/weights/", grades.weights, name="weights"),
    path("<uuid:key>/grades/<uuid:enrolment>/", grades.learner, name="learner"),
    path("<uuid:key>/grades/<uuid:enrolment>/grade/", grades.grade, name="grade"),
]
shown = [
    path("", portfolios.desk, name="desk"),
    path("switch/", portfolios.switch, name="switch"),
    path("<uuid:portfolio>/", portfolios.portfolio, name="portfolio"),
    path("pieces/<uuid:piece>/verdict/", portfolios.verdict, name="verdict"),
]
images = [path("", pictures.pictures, name="found")]
in_courses = [
    path("", include((quiz, "studio_quiz"))),
    path("", include((assignment, "studio_assignment"))),
    path("", include((gradebook, "studio_grades"))),
]
in_studio = [
    path("courses/", include(in_courses)),
    path("submissions/", include((waiting, "submissions_studio"))),
    path("banks/", include((in_banks, "studio_banks"))),
    path("pictures/", include((images, "studio_pictures"))),
    path("portfolios/", include((shown, "studio_portfolios"))),
]
