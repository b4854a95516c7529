from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MaterialsConfig(AppConfig):
    name = "tenant_apps.materials"
    label = "materials"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Plug the kinds of lessons into the player, the Studio and the estimates of time; tell of their files."""
        from tenant_apps.courses.editors import register_editor

        # models must be loaded first
        from tenant_apps.materials import blocks, files, kept, lengths, met, players  # noqa: F401

        for kind, label in (
            ("hotspots", _("Edit the spots")),
            ("project", _("Edit the steps")),
            ("code", _("Edit the code")),
            ("embed", _("Choose what is shown")),
            ("survey", _("Questions and answers")),
            ("live", _("Time and link")),
            ("discussion", _("Read and moderate")),
            ("scorm", _("Choose the package")),
        ):
            register_editor(kind, url_name=f"studio_materials:{kind}", label=label)
