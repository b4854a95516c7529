"""/studio/courses/<course>/lessons/<lesson>/film/"""

from django.urls import path

from tenant_apps.learning.studio import film

app_name = "studio_lesson_film"
urlpatterns = [
    path("<uuid:key>/lessons/<uuid:lesson>/film/", film.film, name="film"),
]
