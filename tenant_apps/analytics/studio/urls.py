"""/studio/courses/<course>/analytics/…"""

from django.urls import path

from tenant_apps.analytics.studio import pages, risks

app_name = "studio_analytics"
_HOME = "<uuid:key>/analytics/"
urlpatterns = [
    path(_HOME, pages.stops, name="stops"),
    path(f"{_HOME}films/", pages.film, name="films"),
    path(f"{_HOME}films/<uuid:lesson>/", pages.film, name="film"),
    path(f"{_HOME}quizzes/", pages.quiz, name="quizzes"),
    path(f"{_HOME}quizzes/<uuid:lesson>/", pages.quiz, name="quiz"),
    path(f"{_HOME}groups/", pages.groups, name="groups"),
    path(f"{_HOME}at-risk/", risks.risks, name="risks"),
    path(f"{_HOME}at-risk/letter/", risks.letter, name="letter"),
    path(f"{_HOME}at-risk/<uuid:risk>/hush/", risks.hush, name="hush"),
]
