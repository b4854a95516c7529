"""`blank`: a site with a home page and nothing to sell; what a manifest fills."""

from marque.kit.tenancy.context import require_tenant
from page_builder.actions import fill_home
from page_builder.starters import academy_home
from provisioning.blueprints.owner import Owner
from themes.actions import update_brand


def apply(owner: Owner | None) -> None:
    """A quiet, typographic site: Folio in deep green."""
    update_brand(theme="folio", support_email=owner.email if owner else "")
    fill_home(body=academy_home(name=require_tenant().name))
