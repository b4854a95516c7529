from django.apps import AppConfig


class PageBuilderConfig(AppConfig):
    """Pages and their blocks."""

    name = "page_builder"
    label = "page_builder"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer links to the site's frame; keep cached pages and menus true."""
        from page_builder import freshness, navigation  # noqa: F401  (they register themselves)
        from page_builder.wagtail_caches import keep_no_form_types

        freshness.watch_pages()
        keep_no_form_types()
