"""/studio/courses/<course>/lessons/<lesson>/quiz/…"""

from django.urls import path

from tenant_apps.assessments.studio import views

app_name = "studio_quiz"
_QUIZ = "<uuid:key>/lessons/<uuid:lesson>/quiz/"
urlpatterns = [
    path(_QUIZ, views.quiz, name="quiz"),
    path(f"{_QUIZ}rules/", views.rules, name="rules"),
    path(f"{_QUIZ}questions/", views.question, name="new_question"),
    path(f"{_QUIZ}questions/<uuid:question>/", views.question, name="question"),
    path(f"{_QUIZ}questions/<uuid:question>/position/", views.position, name="position"),
    path(f"{_QUIZ}questions/<uuid:question>/removal/", views.removal, name="removal"),
]
