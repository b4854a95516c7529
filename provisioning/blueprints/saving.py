"""Save a tenant as a blueprint: its sections and files, without people, orders, domains or secrets."""

import re
import shutil
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.context import enter
from provisioning.blueprints.shelf import Blueprint, blueprint_of, place_of
from provisioning.manifest.plan import read_all
from provisioning.manifest.pull import dump, pull_files, written
from shared_apps.operations.audit import record as audit
from shared_apps.tenants.models import Tenant

# who sells and where they live is the business's own
_PRIVATE = ("support_email", "legal_name", "postal_address")


class BlueprintTaken(Refused):
    """There is one of that name already."""

    field = "name"
    message = _("There is a blueprint “%(name)s” already. Choose another name, or replace it with --replace.")


def save_blueprint(
    *, tenant: Tenant, name: str, title: str, by: str, line: str = "", replace: bool = False
) -> Blueprint:
    """Keep a tenant's content as the blueprint `shelf/name`; raises UnknownBlueprint or BlueprintTaken.

    Written beside its place and moved there whole, so that nobody ever starts from half of one.
    """
    place = place_of(name)
    if place.exists() and not replace:
        raise BlueprintTaken(name=name)
    draft = place.with_name(f".{place.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    pull_files(tenant=tenant, folder=draft / "media")
    with enter(tenant.as_current()):
        value = anonymous(written(read_all()), tenant)
    head = {"title": title.strip()[:80] or tenant.name, "line": line.strip()[:160] or tenant.name}
    (draft / "blueprint.yaml").write_text(f"{dump(head)}---\n{dump(value)}", encoding="utf-8")
    _swap(draft, place)
    audit(by=by, action="blueprint.save", target=name, tenant_id=tenant.id)
    return blueprint_of(name)


def anonymous(value: dict[str, Any], tenant: Tenant) -> dict[str, Any]:
    """The sections without people: places stand where the business's name and the team's addresses stood."""
    kept = {section: inner for section, inner in value.items() if section != "team"}
    kept["brand"] = {key: inner for key, inner in kept.get("brand", {}).items() if key not in _PRIVATE}
    for course in kept.get("courses", []):
        course.pop("author", None)
    addresses = {member["email"] for member in value.get("team", [])} | {tenant.owner_email}
    found: dict[str, Any] = _placed(kept, tenant.name, addresses - {""})
    return found


def _placed(value: Any, name: str, addresses: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _placed(inner, name, addresses) for key, inner in value.items()}
    if isinstance(value, list):
        return [_placed(inner, name, addresses) for inner in value]
    if not isinstance(value, str) or value == name:
        return "{{ name }}" if value == name else value
    # what looks like a place of ours is somebody's own text
    text = re.sub(r"\{\{(?= *\w+ *\}\})", "{ {", value)
    for address in addresses:
        text = re.sub(re.escape(address), "{{ owner }}", text, flags=re.IGNORECASE)
    return text


def _swap(draft: Path, place: Path) -> None:
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    draft.rename(place)
    shutil.rmtree(old, ignore_errors=True)
