"""A manifest file: its documents, checked for shape; names are looked up later, in each tenant."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yaml.nodes import MappingNode, Node, SequenceNode

from provisioning.manifest.check import Checker
from provisioning.manifest.media import Media
from provisioning.manifest.problems import BadManifest, Mark, Problem
from provisioning.manifest.schema import Field, Item, items, table, text
from provisioning.manifest.sections import SECTIONS
from provisioning.manifest.text import nodes_of, read_bytes
from shared_apps.tenants.names import SLUG_PATTERN

MOST_TENANTS = 1000

HEAD: dict[str, Field] = {
    "tenant": text("the slug", required=True, most=40, pattern=SLUG_PATTERN.strip("^$")),
    "name": text("what the business is called; needed to make it", most=120),
    "owner": text("the owner's email; needed to make it", most=254, pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    "domains": items("domains of its own; the first is where it lives", text("a domain", most=253), most=50),
}


@dataclass(frozen=True)
class Wanted:
    """One tenant as a file wants it."""

    item: Item
    media: Media

    @property
    def slug(self) -> str:
        """Which tenant."""
        return str(self.item["tenant"])


def tenant_field() -> Field:
    """All that may be said of a tenant."""
    return table("A tenant.", HEAD | {section.name: section.field for section in SECTIONS})


def load(path: Path) -> list[Wanted]:
    """The tenants a file wants; raises BadManifest with everything that is wrong."""
    if path.is_dir():
        path = path / "marque.yaml"
    return parse(read_bytes(path), path.name, Media(path.parent))


def parse(content: bytes, name: str, media: Media, parameters: Mapping[str, str] | None = None) -> list[Wanted]:
    """The tenants a text wants; raises BadManifest."""
    checker = Checker(name, parameters)
    field = tenant_field()
    found: list[Any] = []
    for node, path in _tenants(nodes_of(content, name), checker):
        found.append(checker.value(node, field, path))
    if len(found) > MOST_TENANTS:
        checker.problems.insert(0, Problem(Mark(name), f"The file declares more than {MOST_TENANTS} tenants."))
    seen: set[str] = set()
    for item in found:
        if item["tenant"] in seen:
            checker.problems.append(Problem(item.mark, f"The tenant “{item['tenant']}” is declared twice."))
        seen.add(item["tenant"])
    if not found and not checker.problems:
        checker.problems.append(Problem(Mark(name), "The file declares no tenant. Begin with “tenant: slug”."))
    if checker.problems:
        raise BadManifest(checker.problems)
    return [Wanted(item, media) for item in found]


def _tenants(nodes: list[Node], checker: Checker) -> list[tuple[Node, str]]:
    found: list[tuple[Node, str]] = []
    for node in nodes:
        inner = _listed(node)
        if inner is None:
            found.append((node, ""))
        elif isinstance(inner, SequenceNode):
            found += [(child, f"tenants[{at}]") for at, child in enumerate(inner.value)]
        else:
            checker.problem(inner, "tenants", "Expected a list of tenants.")
    return found


def _listed(node: Node) -> Node | None:
    if isinstance(node, MappingNode) and len(node.value) == 1 and node.value[0][0].value == "tenants":
        return node.value[0][1]
    return None
