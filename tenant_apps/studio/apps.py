from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "tenant_apps.studio"
    label = "studio"

    def ready(self) -> None:
        """Let the Studio and the console, which share one process, each have their own addresses."""
        from tenant_apps.studio.menus import keep_menus_per_host

        keep_menus_per_host()
