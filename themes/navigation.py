"""The links in a site's header and footer: each app offers its own, in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marque.kit.tenancy.context import CurrentTenant, current_tenant


@dataclass(frozen=True)
class Link:
    """A label and where it leads."""

    label: str | Promise
    url: str
    order: int = 100


Source = Callable[[CurrentTenant], Sequence[Link]]
_main: list[Source] = []
_foot: dict[str, tuple[str | Promise, list[Source]]] = {"help": (_("Help"), []), "legal": (_("Legal"), [])}


def main_link(source: Source) -> Source:
    """Register a source of header links: `@main_link def …(tenant) -> [Link(…)]`, once, at start-up."""
    _main.append(source)
    return source


def foot_link(group: str) -> Callable[[Source], Source]:
    """Register a source of footer links in the group `help` or `legal`."""

    def register(source: Source) -> Source:
        _foot[group][1].append(source)
        return source

    return register


def _gather(sources: Sequence[Source]) -> list[Link]:
    tenant = current_tenant()
    found = [link for source in sources for link in source(tenant)] if tenant else []
    return sorted(found, key=lambda link: link.order)


def main_links() -> list[Link]:
    """The header's links for the current tenant."""
    return _gather(_main)


def footer_links() -> list[tuple[str, list[Link]]]:
    """The footer's groups that have something in them."""
    groups = ((str(label), _gather(sources)) for label, sources in _foot.values())
    return [(label, links) for label, links in groups if links]


@main_link
def _courses(tenant: CurrentTenant) -> list[Link]:
    return [Link(_("Courses"), "/courses/", 20)] if tenant.type == "business" else []
