"""A quiz inside its lesson: attempts and the questions of each."""

from django.urls import path

from tenant_apps.assessments import views

app_name = "assessments"
urlpatterns = [
    path("<slug:course>/<slug:lesson>/attempts/", views.attempts, name="attempts"),
    path("<slug:course>/<slug:lesson>/attempts/<int:number>/", views.results, name="results"),
    path("<slug:course>/<slug:lesson>/attempts/<int:number>/submission/", views.submission, name="submission"),
    path("<slug:course>/<slug:lesson>/attempts/<int:number>/<int:place>/", views.question, name="question"),
]
