"""A quiz and an assignment inside their lessons: attempts and their questions, submissions, their files and reviews."""

from django.urls import path

from tenant_apps.assessments.views import assignments, open_answers, peers, quizzes, uploads

app_name = "assessments"
_LESSON = "<slug:course>/<slug:lesson>"
_ASKED = f"{_LESSON}/attempts/<int:number>/<int:place>"
urlpatterns = [
    path("works/uploads/<uuid:upload>/", uploads.upload, name="upload"),
    path(f"{_LESSON}/draft/uploads/", uploads.for_assignment, name="uploads"),
    path(f"{_ASKED}/uploads/", uploads.for_question, name="answer_uploads"),
    path("works/<str:token>/<str:name>", assignments.work, name="work"),
    path(f"{_LESSON}/attempts/", quizzes.attempts, name="attempts"),
    path(f"{_LESSON}/attempts/<int:number>/", quizzes.results, name="results"),
    path(f"{_LESSON}/attempts/<int:number>/submission/", quizzes.submission, name="submission"),
    path(f"{_ASKED}/", quizzes.question, name="question"),
    path(f"{_ASKED}/draft/", open_answers.draft, name="answer_draft"),
    path(f"{_ASKED}/works/", open_answers.works, name="answer_works"),
    path(f"{_ASKED}/works/<uuid:work>/removal/", open_answers.removal, name="answer_work_removal"),
    path(f"{_LESSON}/draft/", assignments.draft, name="draft"),
    path(f"{_LESSON}/draft/works/", assignments.works, name="works"),
    path(f"{_LESSON}/draft/works/<uuid:work>/removal/", assignments.removal, name="work_removal"),
    path(f"{_LESSON}/submissions/", assignments.submissions, name="submissions"),
    path(f"{_LESSON}/submissions/<int:number>/", assignments.submission, name="handed_in"),
    path(f"{_LESSON}/example/", peers.example, name="example"),
    path(f"{_LESSON}/reviews/<uuid:review>/", peers.review, name="review"),
]
