"""/studio/films/…"""

from django.urls import path

from tenant_apps.media import films, hosted, tus

app_name = "studio_films"
urlpatterns = [
    path("new/", films.upload, name="upload"),
    path("uploads/", tus.uploads, name="uploads"),
    path("uploads/<uuid:key>/", tus.piece, name="piece"),
    path("hosted/", hosted.uploads, name="hosted"),
    path("hosted/<uuid:key>/removal/", hosted.removal, name="hosted_removal"),
    path("<uuid:key>/", films.film, name="film"),
    path("<uuid:key>/captions/", films.captions, name="captions"),
    path("<uuid:key>/captions/<str:language>/removal/", films.caption_removal, name="caption_removal"),
    path("<uuid:key>/chapters/", films.chapters, name="chapters"),
    path("<uuid:key>/preparation/", films.preparation, name="preparation"),
]
