"""What each role may do."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page
from wagtail.permissions import policy_registry

from tenant_apps.accounts import actions
from tenant_apps.accounts.models import Role, User
from tenant_apps.accounts.roles import set_up_roles

pytestmark = pytest.mark.usefixtures("in_okafor")


pages = policy_registry.get_by_type(Page)


def root() -> Page:
    return Page.objects.get(depth=1)


def user_with(role: Role) -> User:
    user = actions.register(email=f"{role}@example.com")
    actions.assign_role(user=user, role=role, by=None)
    return User.objects.get(pk=user.pk)


def test_set_up_roles_twice_leaves_four_groups():
    set_up_roles()
    set_up_roles()

    assert sorted(Group.objects.values_list("name", flat=True)) == ["Author", "Owner", "Staff", "Support"]


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [
        (Role.OWNER, "wagtailadmin.access_admin", True),
        (Role.OWNER, "catalog.change_offer", True),
        (Role.STAFF, "people.view_person", True),
        (Role.AUTHOR, "wagtailadmin.access_admin", True),
        (Role.AUTHOR, "people.view_person", True),
        (Role.AUTHOR, "catalog.change_offer", False),
        (Role.SUPPORT, "people.change_person", True),
        (Role.SUPPORT, "catalog.change_offer", False),
        (Role.LEARNER, "wagtailadmin.access_admin", False),
        (Role.OWNER, "accounts.change_user", False),
    ],
)
def test_set_up_roles_permissions(role, permission, allowed):
    set_up_roles()

    assert user_with(role).has_perm(permission) is allowed


@pytest.mark.parametrize(
    ("role", "publishes", "adds"),
    [(Role.OWNER, True, True), (Role.STAFF, True, True), (Role.AUTHOR, False, True), (Role.SUPPORT, False, False)],
)
def test_set_up_roles_pages(role, publishes, adds):
    set_up_roles()

    assert (publishes, adds) == (
        pages.user_has_permission_for_instance(user_with(role), "publish", root()),
        pages.user_has_permission_for_instance(user_with(role), "add", root()),
    )
