"""Access in the Studio."""

from wagtail import hooks

from tenant_apps.entitlements.studio import AccessDesk


@hooks.register("register_admin_viewset")
def access_desk() -> AccessDesk:
    """`/studio/access/`, reached from a person's page."""
    return AccessDesk()
