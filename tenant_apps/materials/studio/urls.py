"""/studio/courses/<course>/lessons/<lesson>/… and /studio/discussions/"""

from django.urls import include, path

from tenant_apps.materials.studio import discussions, packages, pages, surveys

_LESSON = "<uuid:key>/lessons/<uuid:lesson>"
lessons = [
    *(path(f"{_LESSON}/{name}/", pages.rows, {"sheet": name}, name=name) for name in ("hotspots", "project", "code")),
    path(f"{_LESSON}/embed/", pages.embed, name="embed"),
    path(f"{_LESSON}/package/", packages.package, name="scorm"),
    path(f"{_LESSON}/live/", pages.live, name="live"),
    path(f"{_LESSON}/survey/", surveys.survey, name="survey"),
    path(f"{_LESSON}/survey/export/", surveys.export, name="survey_export"),
    path(f"{_LESSON}/discussion/", discussions.discussion, name="discussion"),
]
everywhere = [
    path("", discussions.everywhere, name="everywhere"),
    path("<uuid:reply>/hiding/", discussions.hiding, name="hiding"),
]
in_studio = [
    path("courses/", include((lessons, "studio_materials"))),
    path("discussions/", include((everywhere, "studio_discussions"))),
]
