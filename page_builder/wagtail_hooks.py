"""What pages add to Wagtail's editor."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature
from wagtail.rich_text.feature_registry import FeatureRegistry


@hooks.register("register_rich_text_features")
def register_emphasis(features: FeatureRegistry) -> None:
    """Words set apart in a headline: `<em>`, which every theme draws in its own way."""
    control = {
        "type": "EMPHASIS",
        "icon": "italic",
        "description": _("Set apart"),
        "element": "em",
        "style": {"fontStyle": "italic"},
    }
    features.register_editor_plugin("draftail", "emphasis", InlineStyleFeature(control))
    features.register_converter_rule(
        "contentstate",
        "emphasis",
        {
            "from_database_format": {"em": InlineStyleElementHandler("EMPHASIS")},
            "to_database_format": {"style_map": {"EMPHASIS": "em"}},
        },
    )
