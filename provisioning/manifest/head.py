"""What a file says of a tenant as a whole: slug, name, owner, domains; checked before anything is written."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from marque.kit.errors import Refused
from provisioning.manifest.file import Wanted
from provisioning.manifest.problems import BadManifest, Mark, Problem
from shared_apps.tenants.claims import MOST_DOMAINS
from shared_apps.tenants.domain import Proof
from shared_apps.tenants.hosts import clean_custom_domain
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import clean_slug


def check_new(wanted: Wanted) -> None:
    """What it takes to make a tenant; raises BadManifest."""
    if problems := list(_lacks(wanted)):
        raise BadManifest(problems)


def check_there(wanted: Wanted, row: Tenant) -> None:
    """Whether a tenant that is there can be read and changed; raises BadManifest."""
    problem = ""
    if row.state == Tenant.State.DELETED:
        problem = f"“{row.slug}” is deleted. Restore it first: marque tenant restore {row.slug}"
    elif row.maintenance_since:
        problem = f"“{row.slug}” is in maintenance: a migration failed on it. Once it is mended, try again."
    if problem:
        raise BadManifest([Problem(_at(wanted, "tenant"), problem)])


def domains_of(wanted: Wanted, row: Tenant | None) -> tuple[list[str], str]:
    """Domains to claim, and which of them the tenant moves to once it is proven; raises BadManifest.

    A manifest removes none.
    """
    asked = _cleaned(wanted)
    there = {found.domain for found in row.domains.all()} if row else set()
    new = [name for name in asked if name not in there]
    own = sum(found.proof != Proof.BIRTH for found in row.domains.all()) if row else 0
    if own + len(new) > MOST_DOMAINS:
        message = f"A business can have {MOST_DOMAINS} domains; with these it would have {own + len(new)}."
        raise BadManifest([Problem(_at(wanted, "domains"), message)])
    return new, asked[0] if asked and asked[0] not in there else ""


def _lacks(wanted: Wanted) -> Iterator[Problem]:
    item = wanted.item
    if not (item["name"].strip() and item["owner"]):
        message = f"There is no tenant “{wanted.slug}” yet. To make it, say its name and its owner's email."
        yield Problem(item.mark, message)
        return
    try:
        clean_slug(wanted.slug)
    except Refused as refused:
        yield Problem(_at(wanted, "tenant"), str(refused))
    try:
        validate_email(item["owner"])
    except ValidationError:
        yield Problem(_at(wanted, "owner"), f"“{item['owner']}” isn't an email address.")


def _cleaned(wanted: Wanted) -> list[str]:
    """As the registry writes them, so that a file applied twice asks for nothing new; raises BadManifest."""
    found: list[str] = []
    problems = []
    for at, name in enumerate(wanted.item["domains"]):
        try:
            found.append(clean_custom_domain(name))
        except Refused as refused:
            problems.append(Problem(_at(wanted, f"domains[{at}]"), str(refused)))
    if problems:
        raise BadManifest(problems)
    return list(dict.fromkeys(found))


def _at(wanted: Wanted, path: str) -> Mark:
    mark = wanted.item.mark
    return Mark(mark.file, mark.line, mark.column, f"{mark.path}.{path}".strip("."))
