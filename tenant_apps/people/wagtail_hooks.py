"""People in the Studio's menu."""

from wagtail import hooks

from tenant_apps.people.studio import PeopleDesk


@hooks.register("register_admin_viewset")
def people_desk() -> PeopleDesk:
    """`/studio/people/`."""
    return PeopleDesk()
