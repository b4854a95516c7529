"""/courses/: the catalogue and each course's page."""

from django.urls import path

from tenant_apps.courses import views, views_reviews

app_name = "courses"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("<slug:slug>/", views.course, name="course"),
    path("<slug:slug>/reviews/", views_reviews.reviews, name="reviews"),
    path("<slug:slug>/review/", views_reviews.review, name="review"),
]
