from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "marque.kit.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        """Keep Django's content type cache per schema."""
        from django.contrib.contenttypes.models import ContentType

        from marque.kit.tenancy.content_types import keep_by_schema

        keep_by_schema(ContentType)
