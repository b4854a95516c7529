"""Operations that ask the DNS, which may take its time."""

from typing import Any

from provisioning.domains import looking
from provisioning.operations import Progress, kind
from shared_apps.tenants.models import Tenant


@kind("domain.check", again=True)
def check(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Say what is wrong with a domain's DNS and what to type; changes nothing."""
    row = Tenant.objects.get(id=payload["tenant"])
    return _told(looking.check_domain(tenant=row, domain=payload["domain"], progress=progress))


@kind("domain.verify", again=True)
def verify(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Ask the DNS, and serve the domain when it proves it to be the business's."""
    row = Tenant.objects.get(id=payload["tenant"])
    return _told(looking.verify_domain(tenant=row, domain=payload["domain"], by=by, progress=progress))


def _told(found: looking.Report) -> dict[str, Any]:
    return {
        "domain": found.domain.domain,
        "state": found.domain.state,
        "primary": found.domain.is_primary,
        "held": found.domain.is_held,
        "right": found.is_right,
        "problems": [str(text) for text in found.problems],
        "warnings": [str(text) for text in found.warnings],
        "ways": [
            {"title": str(way.title), "records": [{k: str(v) for k, v in vars(one).items()} for one in way.records]}
            for way in found.ways
        ],
    }
