from wagtail import hooks

from tenant_apps.badges.studio.lists import BadgeGroup


@hooks.register("register_admin_viewset")
def register_viewsets() -> BadgeGroup:
    """Badges in the Studio."""
    return BadgeGroup()
