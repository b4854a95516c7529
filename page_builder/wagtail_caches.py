"""What Wagtail keeps for the whole process and we may not: content types differ between schemas."""

from wagtail.contrib.forms import utils, views


def keep_no_form_types() -> None:
    """Let Wagtail ask for the content types of form pages each time; they are cached by schema anyway."""
    fresh = getattr(utils.get_form_types, "__wrapped__", utils.get_form_types)
    utils.get_form_types = views.get_form_types = fresh
