"""A business kept as a blueprint."""

from typing import Any

from provisioning.blueprints.saving import save_blueprint
from provisioning.operations import Progress, kind
from shared_apps.tenants.models import Tenant


@kind("blueprint.save", again=True)
def save(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Keep a business's content on its agency's shelf; saved again, it takes the place of what was there."""
    row = Tenant.objects.get(id=payload["tenant"])
    progress("Writing it down")
    saved = save_blueprint(
        tenant=row, name=payload["name"], title=payload["title"], line=payload["line"], by=by, replace=True
    )
    return {"name": saved.name, "title": saved.title}
