"""A blueprint becomes the content of a new tenant."""

from marque.kit.tenancy.context import require_tenant
from provisioning.blueprints.owner import Owner
from provisioning.blueprints.shelf import Blueprint
from provisioning.manifest.carry import carry_out
from provisioning.manifest.check import Checker
from provisioning.manifest.file import HEAD, Wanted
from provisioning.manifest.media import Media
from provisioning.manifest.plan import plan_here
from provisioning.manifest.problems import BadManifest, Mark, Problem
from provisioning.manifest.schema import table
from provisioning.manifest.sections import SECTIONS
from provisioning.manifest.text import nodes_of, read_bytes


def fill(blueprint: Blueprint, owner: Owner | None) -> None:
    """Bring what the blueprint says into the current tenant, in the caller's transaction; raises BadManifest."""
    wanted = wanted_of(blueprint, name=require_tenant().name, owner=owner)
    carry_out(plan_here(wanted), wanted, plan_here)


def wanted_of(blueprint: Blueprint, *, name: str, owner: Owner | None) -> Wanted:
    """The blueprint's manifest, its places filled in; raises BadManifest."""
    email = owner.email if owner else ""
    parameters = {"name": name, "owner": email, "owner_name": owner.name if owner and owner.name else name}
    nodes = nodes_of(read_bytes(blueprint.file), blueprint.file.name)
    if len(nodes) != 2:
        message = "A blueprint has two documents: one about itself, then its sections."
        raise BadManifest([Problem(Mark(blueprint.file.name), message)])
    checker = Checker(blueprint.file.name, parameters)
    sections = {section.name: section.field for section in SECTIONS if section.name != "team"}
    item = checker.value(nodes[1], table("A blueprint's sections.", sections))
    if checker.problems:
        raise BadManifest(checker.problems)
    for field in HEAD:
        item[field] = []
    item["owner"] = email
    return Wanted(item, Media(blueprint.folder))
