from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "tenant_apps.assessments"
    label = "assessments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Plug quizzes and assignments into the lesson player and the lesson editor, and tell of their files."""
        from tenant_apps.assessments import files, lengths, pictures, players  # noqa: F401  (models must be loaded first)
        from tenant_apps.courses.editors import register_editor

        register_editor("quiz", url_name="studio_quiz:quiz", label=_("Edit questions"))
        register_editor("assignment", url_name="studio_assignment:assignment", label=_("Edit the assignment"))
