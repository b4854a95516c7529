from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "tenant_apps.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the catalogue where a bought course is, course pages who is enrolled, the Studio where films are set."""
        from tenant_apps.courses.editors import register_editor
        from tenant_apps.learning import doors, files, roll, traces  # noqa: F401  (models must be loaded first)

        register_editor("video", url_name="studio_lesson_film:film", label=_("Film"))
        register_editor("audio", url_name="studio_lesson_film:film", label=_("Recording"))
