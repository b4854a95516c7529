"""What each role may do: Django groups with permissions on pages, files and the business apps' models."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from tenant_apps.accounts.models import Role

# Stored names, so they are never translated.
GROUPS = {Role.OWNER: "Owner", Role.STAFF: "Staff", Role.AUTHOR: "Author", Role.SUPPORT: "Support"}

_PUBLISH = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
_PAGES = {Role.OWNER: _PUBLISH, Role.STAFF: _PUBLISH, Role.AUTHOR: ("add", "change"), Role.SUPPORT: ()}
_FILES = {
    Role.OWNER: ("add", "change", "choose"),
    Role.STAFF: ("add", "change", "choose"),
    Role.AUTHOR: ("add", "choose"),
}

_SHOP = ("people", "media", "catalog", "orders", "entitlements", "affiliates")
_TEACHING = ("courses", "learning", "materials", "assessments", "paths")
_SCHOOL = (*_TEACHING, "certificates", "badges", "points", "sequences", "analytics")
_SITE = ("page_builder", "themes", "wagtailimages", "wagtaildocs", "wagtailredirects", "mail")
_MONEY = ("ledger",)
_EVERYTHING = (*_SHOP, *_SCHOOL, *_SITE)
# Which verbs of which apps' models; None stands for every verb.
_MODELS: dict[Role, dict[str, tuple[str, ...] | None]] = {
    Role.OWNER: dict.fromkeys((*_EVERYTHING, *_MONEY)),
    # approving payouts is the owner's
    Role.STAFF: {**dict.fromkeys(_EVERYTHING), **dict.fromkeys(_MONEY, ("add", "view", "change"))},
    Role.AUTHOR: {
        **dict.fromkeys(("courses", "materials", "assessments", "paths", "media")),
        "learning": ("view",),
        "people": ("view",),
    },
    Role.SUPPORT: {
        **dict.fromkeys((*_SHOP, *_SCHOOL), ("view",)),
        "people": ("view", "change"),
        "orders": ("view", "change"),
        "entitlements": None,
    },
}
# Groups that Wagtail's own migrations make.
_STRANGERS = ("Moderators", "Editors")


@transaction.atomic
def set_up_roles() -> None:
    """Give the current tenant its groups and their permissions; run it again when a release brings models."""
    Group.objects.filter(name__in=_STRANGERS).delete()
    for role, name in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(_model_permissions(role))
        _set_page_permissions(group, _PAGES.get(role, ()))
        _set_file_permissions(group, _FILES.get(role, ()))


def group_of(role: Role) -> Group | None:
    """The group that carries a role's permissions; learners have none."""
    name = GROUPS.get(role)
    return Group.objects.get_or_create(name=name)[0] if name else None


def _model_permissions(role: Role) -> Iterable[Permission]:
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    for label, verbs in _MODELS[role].items():
        of_app = Q(content_type__app_label=label)
        if verbs is not None:
            of_app &= Q(codename__regex=rf"^({'|'.join(verbs)})_")
        wanted |= of_app
    return Permission.objects.filter(wanted)


def _set_page_permissions(group: Group, verbs: Iterable[str]) -> None:
    root = Page.objects.filter(depth=1).first()
    GroupPagePermission.objects.filter(group=group).delete()
    if root is None:
        return
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=[f"{verb}_page" for verb in verbs]
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=root, permission=permission) for permission in permissions
    )


def _set_file_permissions(group: Group, verbs: Iterable[str]) -> None:
    root = Collection.objects.filter(depth=1).first()
    GroupCollectionPermission.objects.filter(group=group).delete()
    if root is None:
        return
    permissions = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=[f"{verb}_{thing}" for verb in verbs for thing in ("image", "document")],
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root, permission=permission) for permission in permissions
    )
